using System.Globalization;
using Braid.Cli.Filtering;
using Braid.Ctf.Schema;

namespace Braid.Cli.Terminal;

/// <summary>Prints a schema, indented by what belongs to what.</summary>
internal sealed class SchemaText(TextWriter output, EventFilter filter)
{
    public void Print(string name, TraceClass trace)
    {
        var version = trace.Version == CtfVersion.Ctf2 ? "CTF 2" : "CTF 1.8";
        var order = trace.NativeByteOrder == ByteOrder.BigEndian ? "big-endian" : "little-endian";
        Line(0, $"trace {name} ({List(version, order, trace.Name, trace.Uuid is { } uuid ? $"uuid {uuid}" : null)})");
        if (trace.Environment.Count > 0) Line(1, "environment");
        foreach (var entry in trace.Environment) Line(2, $"{entry.Name} = {(entry.Text is { } text ? $"\"{text}\"" : entry.Number.ToString(CultureInfo.InvariantCulture))}");
        foreach (var clock in trace.Clocks) Print(clock);
        Print(1, "packet header", trace.PacketHeader);
        foreach (var stream in trace.Streams) Print(stream);
    }

    private static string List(params string?[] items) => string.Join(", ", items.Where(static i => !string.IsNullOrEmpty(i)));

    private void Print(ClockClass clock)
    {
        Line(1, $"clock {clock.Name}");
        Line(2, $"{clock.Frequency} Hz{(clock.OriginIsUnixEpoch ? ", from 1970-01-01T00:00:00Z" : "")}{(clock.Uuid is { } uuid ? $", uuid {uuid}" : "")}");
        if (clock.OffsetSeconds != 0 || clock.OffsetCycles != 0) Line(2, $"0 is at {clock.OffsetSeconds} s + {clock.OffsetCycles} cycles");
        if (clock.Precision is { } precision) Line(2, $"precision {precision} cycles");
        if (!string.IsNullOrEmpty(clock.Description)) Line(2, clock.Description);
    }

    private void Print(StreamClass stream)
    {
        Line(1, $"stream class {stream.Id}{(stream.Name is { } name ? $" {name}" : "")}{(stream.DefaultClock is { } clock ? $" (clock {clock.Name})" : "")}");
        Print(2, "packet context", stream.PacketContext);
        Print(2, "event header", stream.EventHeader);
        Print(2, "event context", stream.EventCommonContext);
        foreach (var known in stream.Events.Where(e => filter.AcceptsName(e.Name)))
        {
            Line(2, $"event {known.Name} ({List($"id {known.Id}", known.LogLevel is { } level ? $"log level {level}" : null, known.EmfUri)})");
            if (known.Description is { } description) Line(3, description);
            Print(3, "context", known.SpecificContext);
            PrintMembers(3, known.Payload);
        }
    }

    private void Print(int depth, string what, StructureFieldClass? scope)
    {
        if (scope is null) return;
        Line(depth, what);
        PrintMembers(depth + 1, scope);
    }

    private void PrintMembers(int depth, StructureFieldClass? scope)
    {
        foreach (var member in scope?.Members ?? []) Line(depth, $"{member.Name}: {FieldTypeText.Of(member.Class)}");
    }

    private void Line(int depth, string text) => output.WriteLine($"{new string(' ', 2 * depth)}{text}");
}
