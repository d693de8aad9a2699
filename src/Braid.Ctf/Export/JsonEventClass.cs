using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Export;

/// <summary>What JSON lines of one event class have in common.</summary>
internal sealed class JsonEventClass
{
    public JsonEventClass(Trace trace, EventLayout layout)
    {
        Head = MakeHead(trace, layout.Class);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        Packet = Members(layout, FieldScope.PacketContext, "packet.", taken);
        var common = Members(layout, FieldScope.EventCommonContext, "stream.", taken);
        var specific = Members(layout, FieldScope.EventSpecificContext, "event.", taken);
        Contexts = [.. common, .. specific];
        Payload = Members(layout, FieldScope.EventPayload, "", []);
        Cpu = TraceColumns.CpuOf(layout);
        if (Cpu is not null) Packet = [.. Packet.Where(member => member.Field != Cpu)];
    }

    /// <summary>What follows the timestamp and is the same for all events.</summary>
    public byte[] Head { get; }

    /// <summary>The packet context, without the CPU.</summary>
    public JsonMember[] Packet { get; }

    /// <summary>The contexts of events.</summary>
    public JsonMember[] Contexts { get; }

    public JsonMember[] Payload { get; }

    /// <summary>The packet context's CPU; null when the stream tells none.</summary>
    public Field? Cpu { get; }

    private static byte[] MakeHead(Trace trace, EventClass eventClass)
    {
        var head = new StringBuilder(",\"name\":").Append(Quote(eventClass.Name));
        if (eventClass.LogLevel is { } level && LogLevels.IsKnown(level)) head.Append(",\"loglevel\":").Append(Quote(LogLevels.Text(level)));
        head.Append(",\"trace\":{");
        var separator = "";
        foreach (var name in TraceColumns.Environment)
        {
            if (trace.Find(name) is not { } entry) continue;
            head.Append(separator).Append(Quote(name)).Append(':').Append(entry.Text is { } text ? Quote(text) : $"{entry.Number}");
            separator = ",";
        }

        return Encoding.UTF8.GetBytes(head.Append('}').ToString());
    }

    private static string Quote(string? text) => text is null ? "null" : Encoding.UTF8.GetString(JsonText.Quote(text));

    /// <summary>A name that an earlier context has gets <paramref name="prefix"/>, for JSON objects hold a name once.</summary>
    private static JsonMember[] Members(EventLayout layout, FieldScope scope, string prefix, HashSet<string> taken) =>
        [.. layout.Fields(scope).Where(static field => field.IsShown).Select(field =>
            new JsonMember([.. JsonText.Quote(taken.Add(field.Name) ? field.Name : prefix + field.Name), (byte)':'], field))];
}
