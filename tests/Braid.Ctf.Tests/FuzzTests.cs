using System.Diagnostics;
using System.Globalization;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>
/// Changes small traces of the corpus and reads them, for the seconds of <c>BRAID_FUZZ_SECONDS</c> (2 without it). Only a
/// fault may come of it: no other exception, no execution over 10 s, no more than 512 MB. <c>eng/fuzz</c> runs it alone.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private const long MaximumMemory = 512L << 20;

    [Fact]
    public async Task A_changed_trace_is_read_or_refused_in_bounded_time_and_memory()
    {
        var seconds = double.Parse(Environment.GetEnvironmentVariable("BRAID_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var traces = Corpus.Entries.Where(static entry => entry.GetProperty("bytes").GetInt64() < 64 << 10).Select(static entry => Path.Combine(Corpus.Root, entry.Text("path")!)).ToList();
        var work = Directory.CreateTempSubdirectory("braid-fuzz-").FullName;
        var clock = Stopwatch.StartNew();
        long executions = 0, refused = 0;
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            var source = traces[random.Next(traces.Count)];
            var trace = Path.Combine(work, "trace");
            for (var i = 0; i < 50 && clock.Elapsed.TotalSeconds < seconds; i++)
            {
                Copy(source, trace, random);
                var reading = Task.Factory.StartNew(() => Read(trace), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                Assert.True(await Task.WhenAny(reading, Task.Delay(s_longest, TestContext.Current.CancellationToken)) == reading, $"seed {seed}: reading {trace}, made of {source}, does not end");
                if (reading.Exception is { } broken) Assert.Fail($"seed {seed}: reading {trace}, made of {source}: {broken}");
                if (!await reading) refused++;
                executions++;
                Directory.Delete(trace, recursive: true);
            }

            Assert.True(Resident() < MaximumMemory, $"seed {seed}: {Resident() >> 20} MB after {source}");
        }

        Directory.Delete(work, recursive: true);
        output.WriteLine($"{executions} executions in {clock.Elapsed.TotalSeconds:F0} s, {refused} refused, seed {seed}");
        Assert.True(executions > 0);
    }

    private static bool Read(string path)
    {
        try
        {
            using var set = TraceSet.Open(path);
            using var printer = new TextPrinter(new TextOptions(), Stream.Null, Stream.Null);
            var reader = set.Read();
            printer.Print(reader);
            return !reader.FindFaults().Any();
        }
        catch (CtfException)
        {
            return false;
        }
    }

    /// <summary>Anonymous memory of this process in bytes.</summary>
    private static long Resident() =>
        1024 * long.Parse(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    /// <summary>Copies a trace with one of its files changed.</summary>
    private static void Copy(string source, string target, Random random)
    {
        var files = Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(static file => Path.GetFileName(file) != "expect.txt").ToArray();
        var changed = random.Next(files.Length);
        for (var i = 0; i < files.Length; i++)
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, files[i]));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            var bytes = File.ReadAllBytes(files[i]);
            if (i == changed && bytes.Length > 0)
            {
                bytes = Mutation.Apply(bytes, [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => (random.Next(bytes.Length), (byte)random.Next(256), random.Next(4)))]);
            }

            File.WriteAllBytes(to, bytes);
        }
    }
}
