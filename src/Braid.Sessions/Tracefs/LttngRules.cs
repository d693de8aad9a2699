using System.Reflection;

namespace Braid.Sessions.Tracefs;

/// <summary>The rows of lttng-modules.txt, which says how it is to be read. Immutable.</summary>
internal sealed class LttngRules
{
    private const string Resource = "lttng-modules.txt";

    private readonly HashSet<(string Subsystem, string Event)> _events = [];
    private readonly HashSet<(string Event, string Field)> _labelled = [];

    private LttngRules(TextReader rows)
    {
        var number = 0;
        while (rows.ReadLine() is { } line)
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0][0] != '#' && !TryAdd(words)) throw new InvalidDataException($"{Resource}:{number}: no such row: {line}");
        }
    }

    /// <summary>The rows that Braid goes by.</summary>
    internal static LttngRules Default { get; } = Load();

    /// <summary>Names of events; the first that fits counts.</summary>
    internal List<NameRule> Names { get; } = [];

    /// <summary>Names and conversions of fields; the first that fits counts.</summary>
    internal List<FieldRule> Fields { get; } = [];

    /// <summary>Fields to add.</summary>
    internal List<AddedField> Additions { get; } = [];

    /// <summary>Reads rows.</summary>
    /// <exception cref="InvalidDataException">A line is none.</exception>
    internal static LttngRules Read(TextReader rows) => new(rows);

    /// <summary>Whether LTTng has the event.</summary>
    internal bool IsLttngs(string subsystem, string name) => _events.Contains((subsystem, name)) || _events.Contains((subsystem, "*"));

    /// <summary>Whether LTTng declares an enumeration for the field of <paramref name="name"/>, <c>subsystem:event</c>.</summary>
    internal bool IsEnumeration(string name, string field) => _labelled.Contains((name, field));

    private static LttngRules Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var text = new StreamReader(stream);
        return Read(text);
    }

    private bool TryAdd(string[] words)
    {
        switch (words)
        {
            case ["name", var from, var to]:
                Names.Add(new(new(from), to));
                return true;
            case ["field", var events, var field, "-"]:
                Fields.Add(new(new(events), field, "", FieldConversion.Drop));
                return true;
            case ["field", var events, var field, var name]:
                Fields.Add(new(new(events), field, name));
                return true;
            case ["field", var events, var field, var name, "priority"]:
                Fields.Add(new(new(events), field, name, FieldConversion.Priority));
                return true;
            case ["field", var events, var field, var name, "rwbs"]:
                Fields.Add(new(new(events), field, name, FieldConversion.Rwbs));
                return true;
            case ["add", var events, var field, var name, "process"]:
                Additions.Add(new(new(events), field, name, AddedValue.Process));
                return true;
            case ["add", var events, var field, var name, "thread"]:
                Additions.Add(new(new(events), field, name, AddedValue.Thread));
                return true;
            case ["labels", var name, var field]:
                _labelled.Add((name, field));
                return true;
            case ["lttng", var subsystem, .. var names]:
                foreach (var name in names) _events.Add((subsystem, name));
                return names.Length > 0;
            default:
                return false;
        }
    }
}
