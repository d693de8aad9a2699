using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Export;
using Braid.Ctf.Schema;

namespace Braid.Cli.Profiles;

/// <summary>
/// Counts the stacks of samples and prints each once, from the thread's name and the outermost caller to the innermost frame,
/// separated by semicolons, with its count: what flame graphs are made of (flamegraph.pl, speedscope). Events that are no
/// samples count nothing. One thread at a time.
/// </summary>
internal sealed class CollapsedPrinter(Stream output) : IEventPrinter
{
    private readonly Dictionary<string, long> _stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<EventLayout, (Field? Name, Field? Frames, Dictionary<long, string> Labels)> _samples = [];
    private readonly List<string> _frames = [];

    public void Print(EventCursor cursor)
    {
        if (!_samples.TryGetValue(cursor.Layout, out var sample)) _samples.Add(cursor.Layout, sample = Describe(cursor.Layout));
        if (sample.Frames is null) return;
        _frames.Clear();
        foreach (var frame in cursor.GetValue(sample.Frames)) _frames.Add(sample.Labels.GetValueOrDefault(frame.AsInt64(), "[unknown]"));
        if (sample.Name is not null) _frames.Add(Printable(cursor.GetString(sample.Name)));
        _frames.Reverse();
        var stack = string.Join(';', _frames);
        _stacks[stack] = _stacks.GetValueOrDefault(stack) + 1;
    }

    public void Flush()
    {
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        foreach (var (stack, count) in _stacks.OrderBy(static s => s.Key, StringComparer.Ordinal)) text.WriteLine(FormattableString.Invariant($"{stack} {count}"));
        _stacks.Clear();
    }

    public void Dispose()
    {
        // The stream is the caller's.
    }

    private static (Field?, Field?, Dictionary<long, string>) Describe(EventLayout layout)
    {
        var labels = new Dictionary<long, string>();
        var frames = layout.Find(FieldScope.EventPayload, "frames");
        if (frames?.Class is not DynamicArrayFieldClass { Element: IntegerFieldClass { IsEnumeration: true } element }) return (null, null, labels);
        foreach (var mapping in element.Mappings)
        {
            var name = Printable(mapping.Label);
            foreach (var range in mapping.Ranges)
            {
                for (var value = range.Lower; value <= range.Upper && labels.Count < MostLabels; value++) labels[value] = name;
            }
        }

        return (layout.Find(FieldScope.EventPayload, "comm"), frames, labels);
    }

    /// <summary>A trace may be anybody's: a range of all numbers is not written out.</summary>
    private const int MostLabels = 1 << 20;

    private static string Printable(string name) => string.Concat(name.Select(static c => c == ';' ? ':' : char.IsControl(c) ? '?' : c));
}
