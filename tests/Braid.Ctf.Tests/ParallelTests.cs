using Braid.Ctf.Decoding;

namespace Braid.Ctf.Tests;

/// <summary>Streams read side by side give what they give one after the other.</summary>
public sealed class ParallelTests
{
    [Theory]
    [InlineData("many-threads")]
    [InlineData("hello-lost")]
    public void StreamsReadSideBySideGiveTheSameEvents(string name)
    {
        using var set = TraceSet.Open(Path.Combine(Corpus.Root, "tracecompass-test-traces", name));
        Assert.True(set.Streams.Count() > 1);
        Assert.Equal(Sums(set, 1), Sums(set, 4));
        var merged = set.Read();
        long events = 0;
        while (merged.MoveNext()) events += merged.Current.Kind == MessageKind.Event ? 1 : 0;
        Assert.Equal(events, Sums(set, 4).Values.Sum(static sum => sum.Events));
    }

    [Fact]
    public void FaultsAreThoseOfTheMergedReader()
    {
        var path = Corpus.CopyWithout(Path.Combine(Corpus.Root, "tracecompass-test-traces/many-threads"), "index");
        try
        {
            var file = Directory.EnumerateFiles(path).Where(static file => Path.GetFileName(file) != "metadata").MaxBy(static file => new FileInfo(file).Length)!;
            using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length - 5);
            using var set = TraceSet.Open(path);
            var merged = set.Read();
            while (merged.MoveNext())
            {
            }

            var expected = merged.FindFaults().Select(static fault => fault.Message).ToList();
            Assert.Single(expected);
            Assert.Equal(expected, set.ReadStreams(Drain, 2).Select(static fault => fault.Message));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void Drain(EventCursor cursor)
    {
        while (cursor.MoveNext())
        {
        }
    }

    private static SortedDictionary<string, (long Events, ulong Cycles)> Sums(TraceSet set, int threads)
    {
        var sums = new SortedDictionary<string, (long, ulong)>(StringComparer.Ordinal);
        Assert.Empty(set.ReadStreams(Read, threads));
        return sums;

        void Read(EventCursor cursor)
        {
            var (events, cycles) = (0L, 0UL);
            while (cursor.MoveNext())
            {
                if (cursor.Kind != MessageKind.Event) continue;
                events++;
                cycles = (cycles * 31) + cursor.TimestampCycles;
            }

            lock (sums) sums.Add(cursor.Stream.Name, (events, cycles));
        }
    }
}
