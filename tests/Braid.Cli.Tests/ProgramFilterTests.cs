using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary><c>braid record --filter</c>: what programs do not even write. The oracle is <c>braid view --where</c> over a recording of everything.</summary>
public sealed partial class ProgramFilterTests(ProgramFilterTests.Whole whole) : IClassFixture<ProgramFilterTests.Whole>, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    [Theory]
    [InlineData("number > 0 && real < 0.5")]
    [InlineData("word == \"*é*\" || i8 > 100")]
    [InlineData("i8 > 100 || u16 < 9000")]
    [InlineData("(u32 & 0xF0) == 0x10 && !flag")]
    [InlineData("u64 >> 60 != 0 && native < 0")]
    [InlineData("text != \"\" && renamed == \"*a*b*\"")]
    [InlineData("numbers[2] < 0 || _bytes_length == 1")]
    [InlineData("bytes[0] >= 128 && -long[1] > i64")]
    [InlineData("letter == 0 || ~i16 == 0 || single > 1e3")]
    [InlineData("real")]
    [InlineData("number")]
    [InlineData("word == 5")]
    [InlineData("$ctx.procname == \"Braid*\" && $ctx.vpid > 1 && $ctx.cpu_id >= 0 && real > 0.25")]
    [InlineData("place.At.why < 0 && customer.Friend.Name != \"\" || path[1].X > 0")]
    [InlineData("customer.Home.Levels[1] < 0 || range.High.X < 0 && _path_length == 3")]
    [InlineData("nothing || 1")]
    public void ProgramsWriteWhatViewWouldKeep(string filter)
    {
        var expected = whole.Keep(filter);
        var result = Shell.Braid(["record", "-u", "*", "--filter", filter, "-o", Trace, "--", TestApp.Path, .. Whole.Program]).Expect();
        var recorded = Directory.Exists(Trace) ? Whole.Events(Trace, []) : [];
        Assert.Equal(expected, recorded);
        if (expected.Length > 0) Assert.Contains($" {expected.Length:N0} events ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("discarded", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AProgramThatRunsAlreadyAndContextsThatAreNotRecorded()
    {
        Shell.Braid("record", "-u", "app:tick", "--filter", "$app.app:tenant == \"ada\" && $ctx.span_id != \"\"", "--context", "vpid", "-o", Trace, "--", TestApp.Path, "contexts").Expect();
        var lines = Babeltrace.Lines(Trace).Where(static line => line.Contains("app:tick", StringComparison.Ordinal)).ToList();
        Assert.Equal(["{ thread = 1, sequence = 1 }", "{ thread = 2, sequence = 2 }"], lines.Select(static line => line[line.LastIndexOf('{')..]));
        Assert.DoesNotContain("tenant", lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--filter: column 8: expected a value, found the end", "-u", "*", "--filter", "amount>")]
    [InlineData("--filter: column 5: a string never equals a number", "-u", "*", "--filter", "\"x\" == 5")]
    [InlineData("--filter: column 1: programs have no context 'prio'; there are cpu_id, vpid, ", "-u", "*", "--filter", "$ctx.prio == 5")]
    [InlineData("--filter: column 1: a context of programs has no members", "-u", "*", "--filter", "$ctx.vpid.x == 5")]
    [InlineData("--filter is for tracepoints of programs: add -u PATTERN", "-k", "sched_switch", "--filter", "a == 5")]
    public void MistakesAreNamed(string message, params string[] options)
    {
        var result = Shell.Braid(["record", .. options, "-o", Trace, "--", "true"]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("braid: " + message, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Trace));
    }

    /// <summary>All events of a program that does the same each time.</summary>
    public sealed partial class Whole : IDisposable
    {
        public static readonly string[] Program = ["random", "20260101", "2000"];

        private readonly TemporaryDirectory _directory = new();

        public Whole() => Shell.Braid(["record", "-u", "*", "--context", "procname,vpid", "-o", _directory["trace"], "--", TestApp.Path, .. Program]).Expect();

        public void Dispose() => _directory.Dispose();

        public string[] Keep(string filter) => Events(_directory["trace"], ["--where", filter]);

        /// <summary>Name and payload of each event, without what differs from run to run.</summary>
        public static string[] Events(string trace, string[] options) =>
        [
            .. Shell.Braid(["view", .. options, "--event", "app:*", "--event", "random:*", trace]).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => NameAndPayload().Replace(line, "$1 $2")),
        ];

        [GeneratedRegex(@"^.*?\) [^ ]*\([0-9]+\) ([a-z]+:[a-z]+): \{ cpu_id = [0-9]+ \}, \{ vtid = [^}]* \}, (.*)$")]
        private static partial Regex NameAndPayload();
    }
}
