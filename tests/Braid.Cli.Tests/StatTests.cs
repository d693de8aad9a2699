using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid stat</c>, <c>convert</c> and <c>metadata</c>, with babeltrace2 as the oracle.</summary>
public sealed class StatTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static string Trace { get; } = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared/corpus/tracecompass-test-traces/many-threads");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void CountsWhatBabeltraceCounts()
    {
        var lines = Babeltrace.Lines(Trace);
        using var stat = JsonDocument.Parse(Shell.Braid("stat", "--json", Trace).Expect().Output);

        Assert.Equal(lines.Length, stat.RootElement.GetProperty("events").GetInt64());
        var counts = stat.RootElement.GetProperty("events_by_name").EnumerateArray().ToDictionary(e => e.GetProperty("name").GetString()!, e => e.GetProperty("events").GetInt32());
        Assert.Equal(Babeltrace.CountByName(lines).OrderBy(p => p.Key), counts.OrderBy(p => p.Key));
        Assert.Equal(lines.Length, stat.RootElement.GetProperty("streams").EnumerateArray().Sum(s => s.GetProperty("events").GetInt64()));
        Assert.Equal(lines.Length, stat.RootElement.GetProperty("histogram").GetProperty("events").EnumerateArray().Sum(c => c.GetInt64()));
        Assert.All(stat.RootElement.GetProperty("streams").EnumerateArray(), s =>
            Assert.InRange(s.GetProperty("event_bits").GetInt64() / 8, 1, s.GetProperty("file_bytes").GetInt64()));
    }

    [Fact]
    public void TheTableFitsTheTerminal()
    {
        var output = Shell.Braid("stat", "--event", "sched_*", Trace).Expect().Output;
        Assert.Matches(@"(?m)^sched_switch +28,325 +65\.5 k +2\.0 MB +[\d.]+ %$", output);
        Assert.DoesNotContain("syscall_", output);
        Assert.Contains("█", output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }

    /// <summary>Per stream and kind, what babeltrace2 warns of.</summary>
    [Theory]
    [InlineData("packet-seq-num/2-lost-before-last", 1)]
    [InlineData("packet-seq-num/2-streams-lost-in-2", 2)]
    [InlineData("succeed/multi-domains/kernel", 1)]
    public void LossesAreBabeltracesLosses(string name, int lossyStreams)
    {
        var trace = TestCorpus.Trace($"babeltrace/ctf-traces/{name}");
        var warnings = Shell.Run("babeltrace2", ["-o", "text", "-w", "/dev/null", trace]).Error;
        var expected = Regex.Matches(warnings, @"discarded (\d+) (event|packet)s? .* within stream ""([^""]*)""")
            .GroupBy(static match => (Path: match.Groups[3].Value, Kind: match.Groups[2].Value))
            .ToDictionary(static group => group.Key, static group => group.Sum(static match => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
        Assert.Equal(lossyStreams, expected.Keys.Select(static key => key.Path).Distinct().Count());

        using var stat = JsonDocument.Parse(Shell.Braid("stat", "--json", trace).Expect().Output);
        foreach (var stream in stat.RootElement.GetProperty("streams").EnumerateArray())
        {
            var path = stream.GetProperty("path").GetString()!;
            Assert.Equal(expected.GetValueOrDefault((path, "event")), stream.GetProperty("lost_events").GetInt64());
            Assert.Equal(expected.GetValueOrDefault((path, "packet")), stream.GetProperty("lost_packets").GetInt64());
        }
    }

    /// <summary>Names, times and rates as awk finds them in babeltrace2's text.</summary>
    [Fact]
    public void CountsWhatAwkCounts()
    {
        var awk = Shell.Run("sh", ["-c", $$"""babeltrace2 --clock-seconds --no-delta {{Trace}} | awk '{ n[$3]++; t = substr($1, 2, length($1) - 2); if (!first) first = t; last = t } END { for (e in n) print e, n[e]; print first, last }'"""]).Expect().Output;
        using var stat = JsonDocument.Parse(Shell.Braid("stat", "--json", Trace).Expect().Output);
        var lines = awk.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            lines[..^1].Select(static l => l.Replace(": ", " ", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            stat.RootElement.GetProperty("events_by_name").EnumerateArray().Select(static e => $"{e.GetProperty("name").GetString()} {e.GetProperty("events").GetInt64()}").Order(StringComparer.Ordinal));
        Assert.Equal(lines[^1], $"{Seconds("begin_ns")} {Seconds("end_ns")}");

        string Seconds(string name) => stat.RootElement.GetProperty(name).GetInt64().ToString(CultureInfo.InvariantCulture).Insert(10, ".");
    }

    [Theory]
    [InlineData("ctf-1.8")]
    [InlineData("ctf-2")]
    public void ConvertKeepsWhatWasAskedFor(string format)
    {
        string[] part = ["--event", "sched_*", "--where", "$ctx.cpu_id != 2", "-b", "1457113582.9"];
        Shell.Braid(["convert", "-o", _directory["part"], "--trace-format", format, .. part, Trace]).Expect();
        Assert.Equal(Shell.Braid(["view", .. part, Trace]).Expect().Output, Shell.Braid("view", _directory["part"]).Expect().Output);
        if (format == "ctf-1.8") SameText.Assert(_directory["part"]);
        Assert.Contains("is not empty", Shell.Braid("convert", "-o", _directory["part"], Trace).Expect(1).Error);
    }

    [Fact]
    public void MetadataOfADirectoryAFileAndAPipe()
    {
        var output = Shell.Braid("metadata", "--event", "sched_switch", Trace).Expect().Output;
        Assert.Contains("    domain = \"kernel\"\n", output);
        Assert.Contains("    event sched_switch (id 1180)\n      prev_comm: char[16]\n      prev_tid: int32\n", output);
        Assert.DoesNotContain("sched_waking", output);
        Assert.DoesNotContain("FieldClass", Shell.Braid("metadata", Trace).Expect().Output);

        var file = Path.Combine(Trace, "metadata");
        var piped = Shell.Run("sh", ["-c", $"{Shell.BraidPath} metadata --event sched_switch - < {file}"]).Expect().Output;
        Assert.Equal(output.Split('\n')[1..], piped.Split('\n')[1..]);
        Assert.Equal(output.Split('\n')[1..], Shell.Braid("metadata", "--event", "sched_switch", file).Expect().Output.Split('\n')[1..]);
    }
}
