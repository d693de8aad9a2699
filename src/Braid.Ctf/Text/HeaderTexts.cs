using System.Globalization;
using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Text;

/// <summary>What stands between the time and the first field; it is the same for all events of a class and a stream's trace.</summary>
internal sealed class HeaderTexts
{
    public HeaderTexts(DataStream stream, EventClass eventClass, TextOptions options)
    {
        var names = (options.Names & TextNames.Header) != 0;
        var text = new StringBuilder();
        var needsSeparator = false;
        if (Has(options, TextFields.Trace))
        {
            // babeltrace2 separates the trace's name, which may be empty, twice with names and not at all without.
            text.Append(names ? $"{Label("trace")}{stream.Trace.Name}, " : stream.Trace.Name);
            needsSeparator = names;
        }

        Add(TextFields.HostName, "trace:hostname", TextOf("hostname"));
        Add(TextFields.Domain, "trace:domain", TextOf("domain"));
        Add(TextFields.ProcessName, "trace:procname", TextOf("procname"));
        Add(TextFields.ProcessId, "trace:vpid", stream.Trace.Find("vpid") is { Text: null } vpid ? $"({vpid.Number.ToString(CultureInfo.InvariantCulture)})" : null);
        Add(TextFields.LogLevel, "loglevel", eventClass.LogLevel is { } level && LogLevels.IsKnown(level) ? $"{LogLevels.Text(level)} ({level})" : null);
        Add(TextFields.Emf, "model.emf.uri", eventClass.EmfUri);
        if (needsSeparator) text.Append(names ? ", " : " ");
        if (names) text.Append(Label("name"));
        text.Append(options.Color ? $"{TextColors.EventName}{eventClass.Name ?? "<unknown>"}{TextColors.Reset}" : eventClass.Name ?? "<unknown>").Append(names ? ", " : ": ");
        Line = Encoding.UTF8.GetBytes(text.ToString());

        void Add(TextFields field, string label, string? value)
        {
            if (!Has(options, field) || value is null) return;
            if (needsSeparator) text.Append(names ? ", " : ":");
            if (names) text.Append(Label(label));
            text.Append(value);
            needsSeparator = true;
        }

        string Label(string name) => options.Color ? $"{TextColors.Bold}{name}{TextColors.Reset} = " : $"{name} = ";

        string? TextOf(string name) => stream.Trace.Find(name)?.Text;
    }

    public byte[] Line { get; }

    private static bool Has(TextOptions options, TextFields field) => (options.Fields & field) != 0;
}
