using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Cli.Demo;

/// <summary>What the demo shows of its trace, read back from disk.</summary>
internal sealed class DemoReport(string directory)
{
    private const int Frequent = 10;

    private readonly Dictionary<string, long> _counts = [];
    private readonly CauseAndEffect _causes = new();

    /// <summary>Reads the trace and prints the report.</summary>
    public void Print(Stream output)
    {
        using var traces = TraceSet.Open(directory);
        Read(traces);
        using var text = new StreamWriter(output, leaveOpen: true);
        text.WriteLine($"\nThe {Frequent} most frequent events:");
        foreach (var (name, count) in _counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Take(Frequent))
            text.WriteLine($"{Parsing.Count(count),12}  {name}");
        if (_causes.Found is not { } story) return;
        text.WriteLine("\nAn application event and the kernel events it caused, on the same thread:");
        text.Flush();
        PrintStory(traces, story, output);
    }

    private void Read(TraceSet traces)
    {
        var reader = traces.Read();
        while (reader.MoveNext())
        {
            var cursor = reader.Current;
            if (cursor.Kind != MessageKind.Event) continue;
            var name = cursor.Class.Name!;
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
            _causes.Add(cursor, IsKernel(cursor));
        }

        foreach (var fault in reader.FindFaults()) throw fault;
    }

    private static void PrintStory(TraceSet traces, CauseAndEffect.Story story, Stream output)
    {
        using var printer = new TextPrinter(new TextOptions { Fields = TextFields.ProcessName }, output, Stream.Null);
        var reader = traces.Read();
        while (reader.MoveNext() && reader.Current.TimestampNs < story.End)
        {
            var cursor = reader.Current;
            if (cursor.Kind != MessageKind.Event || cursor.TimestampNs < story.Begin) continue;
            if (CauseAndEffect.ThreadOf(cursor, IsKernel(cursor)) == story.Thread) printer.Print(cursor);
        }

        printer.Flush();
    }

    private static bool IsKernel(EventCursor cursor) => cursor.Stream.Trace.Find("domain")?.Text == "kernel";
}
