using System.Text.Json;

namespace Braid.Cli.Tests;

/// <summary>JSON lines against python3-bt2, field for field, and CSV against them.</summary>
public sealed class JsonFieldsTests
{
    private static readonly string s_dump = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "tools", "bt2_dump.py");

    [Theory]
    [InlineData("babeltrace/ctf-traces/succeed/sequence")]
    [InlineData("babeltrace/ctf-traces/succeed/multi-domains")]
    [InlineData("babeltrace/ctf-traces/succeed/debug-info")]
    [InlineData("babeltrace/ctf-traces/succeed/meta-variant-one-underscore")]
    [InlineData("babeltrace/ctf-traces/succeed/array-align-elem")]
    [InlineData("tracecompass-test-traces/perf-taskset2")]
    [InlineData("tracecompass-test-traces/cyg-profile")]
    [InlineData("tracecompass-test-traces/exp/testTrace-17889-20140324-160652")]
    [InlineData("yactfr/ctf-1/pass-dl-arrays")]
    public void AsPythonReadsThem(string name)
    {
        var trace = TestCorpus.Trace(name);
        using var copy = new TemporaryDirectory();
        if (File.Exists(Path.Combine(trace, "expect.txt")))
        {
            Shell.Run("cp", ["-r", trace, copy["trace"]]).Expect();
            File.Delete(Path.Combine(trace = copy["trace"], "expect.txt"));
        }

        var expected = Shell.Run("/usr/bin/python3", [s_dump, trace]).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var lines = Shell.Braid("view", "-o", "json", trace).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = CsvReader.Read(Shell.Braid("view", "-o", "csv", trace).Expect().Output);

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, lines.Length);
        Assert.Equal(expected.Length + 1, rows.Count);
        for (var i = 0; i < lines.Length; i++)
        {
            var columns = expected[i].Split('\t');
            using var line = JsonDocument.Parse(lines[i]);
            var json = line.RootElement;
            Assert.Equal(columns[0] == "-" ? "null" : columns[0], json.GetProperty("timestamp").GetRawText());
            Assert.Equal(columns[2].Split('/')[1], json.GetProperty("stream").GetRawText());
            Assert.Equal(columns[4], json.GetProperty("name").GetString());
            if (columns[8] is ['P', 'L', '=', '{', ..]) BabeltraceFields.Same(columns[8].AsSpan(3), json.GetProperty("fields"));
            foreach (var context in columns[5..8].Where(static c => c.EndsWith('}'))) SameContext(context[3..], json);
            Assert.Equal((columns[0] == "-" ? null : columns[0], columns[4]), (rows[i + 1][0], rows[i + 1][1]));
            if (rows[0][^1] != "fields") continue;
            using var cell = JsonDocument.Parse(rows[i + 1][^1]!);
            Assert.Equal(json.GetProperty("fields").GetRawText(), cell.RootElement.GetRawText());
        }
    }

    /// <summary>Each context alone: JSON has those of the packet, the stream and the event in one object, and the CPU beside it.</summary>
    private static void SameContext(string context, JsonElement json)
    {
        foreach (var member in context[1..^1].Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (member[..member.IndexOf('=', StringComparison.Ordinal)], member[(member.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            BabeltraceFields.Same(value, name == "cpu_id" ? json.GetProperty("cpu_id") : json.GetProperty("context").GetProperty(name));
        }
    }
}
