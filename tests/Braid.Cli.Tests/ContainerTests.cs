using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Programs in namespaces of their own that share the recorder's /dev/shm, as containers with a common one do.</summary>
public sealed class ContainerTests : IDisposable
{
    private const int Interrupt = 2;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    /// <summary>There the program is another number, which is another process's here: nothing of that one is in the trace.</summary>
    [Fact]
    public void InAnotherPidNamespace()
    {
        Record("tsc", "unshare", "--pid", "--mount", "--fork", "--mount-proc", TestApp.Path, "ticks", "1", "1000");

        var lines = Babeltrace.Lines(Trace);
        Assert.Equal(1000, lines.Length);
        Assert.All(lines, l => Assert.Contains("app:tick", l));
        Assert.EndsWith("-1", Regex.Replace(Directory.GetDirectories(Path.Combine(Trace, "ust", "pid")).Single(), @"-\d{8}-\d{6}$", ""));
    }

    /// <summary>Its files are found where it sees them, also when it is gone by then and its mounts with it.</summary>
    [Fact]
    public void InAnotherMountNamespace()
    {
        var place = _directory["place"];
        Directory.CreateDirectory(place);
        const string script = """mount -t tmpfs tmpfs "$0" && cp -r "$1" "$0/app" && exec "$0/app/Braid.Tracing.TestApp" ticks 1 1000""";
        Record("tsc", "unshare", "--mount", "sh", "-c", script, place, Path.GetDirectoryName(TestApp.Path)!);

        Assert.Empty(Directory.GetFileSystemEntries(place));
        var lines = Babeltrace.Lines(Trace);
        Assert.Equal(1000, Babeltrace.CountByName(lines)["app:tick"]);
        Assert.Contains(lines, l => l.Contains($"path = \"{place}/app/Braid.Tracing.TestApp\", is_pic = 1, has_build_id = 1", StringComparison.Ordinal));
    }

    /// <summary>The cycle counter knows no time namespaces; what the monotonic clock is ahead in one is taken off.</summary>
    [Theory]
    [InlineData("tsc", "100000")]
    [InlineData("mono", "100000")]
    [InlineData("mono", "-3")]
    public void InAnotherTimeNamespace(string clock, string seconds)
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3;
        var result = Record(clock, "unshare", "--fork", "--time", "--monotonic", seconds, TestApp.Path, "ticks", "1", "1000");
        var after = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3;

        Assert.DoesNotContain("time namespace", result.Error);
        var lines = Babeltrace.Lines(Trace);
        Assert.Contains(lines, l => l.Contains("lttng_ust_statedump", StringComparison.Ordinal));
        Assert.Equal(1000, lines.Count(l => l.Contains("app:tick", StringComparison.Ordinal)));
        Assert.All(lines, l => Assert.InRange(double.Parse(Regex.Match(l, @"^\[(\d+\.\d+)\]").Groups[1].Value, CultureInfo.InvariantCulture), before - 0.1, after + 0.1));
    }

    /// <summary>A container's own /dev/shm, in which a user of this machine is root: its programs are found, and are that user's.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("--pid --fork --mount-proc")]
    public void WithItsOwnSharedMemoryAndUsers(string more)
    {
        string[] container =
        [
            "--reuid", "65534", "--regid", "65534", "--clear-groups", "unshare", "--mount", "--user", "--map-root-user", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "sh", "-c", "mount -t tmpfs none /dev/shm && exec \"$0\" wait", TestApp.Path,
        ];
        using var program = Process.Start(new ProcessStartInfo("setpriv", container) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("ready", program.StandardOutput.ReadLine());
        var recording = Shell.Start(Shell.BraidPath, ["record", "-u", "app:*", "-o", Trace]);
        Shell.Until(() => Shell.Braid("list", "-u").Expect().Output.Contains("(uid 65534, being recorded)", StringComparison.Ordinal), "the program is not found");
        program.StandardInput.WriteLine("1000");
        Assert.Equal("done", program.StandardOutput.ReadLine());
        program.StandardInput.Close();
        program.WaitForExit();
        Shell.Signal(recording.Process, Interrupt);

        Assert.Matches(@"(?m)^ust +1,000 events .* 0 lost$", Shell.End(recording).Expect().Error);
        Assert.Equal(1000, Babeltrace.CountByName(Babeltrace.Lines(Trace))["app:tick"]);
        Assert.DoesNotContain("65534", Shell.Braid("list", "-u").Expect().Output);
    }

    private Finished Record(string clock, params string[] command)
    {
        var result = Shell.Braid(["record", "-u", "app:*", "--clock", clock, "-o", Trace, "--", .. command]).Expect();
        Assert.Matches(@"(?m)^ust +1,000 events .* 0 lost$", result.Error);
        return result;
    }
}
