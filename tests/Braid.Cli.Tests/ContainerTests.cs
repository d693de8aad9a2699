using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Programs in namespaces of their own that share the recorder's /dev/shm, as containers with a common one do.</summary>
public sealed class ContainerTests : IDisposable
{
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

    /// <summary>The cycle counter knows no time namespaces.</summary>
    [Fact]
    public void InAnotherTimeNamespace()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var result = Record("tsc", "unshare", "--fork", "--time", "--monotonic", "100000", TestApp.Path, "ticks", "1", "1000");

        Assert.DoesNotContain("time namespace", result.Error);
        var ticks = Babeltrace.Lines(Trace).Where(l => l.Contains("app:tick", StringComparison.Ordinal)).ToList();
        Assert.Equal(1000, ticks.Count);
        var times = ticks.ConvertAll(l => double.Parse(Regex.Match(l, @"^\[(\d+\.\d+)\]").Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.All(times, t => Assert.InRange(t, before - 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1));
    }

    /// <summary>The monotonic clock does.</summary>
    [Fact]
    public void TimesThatAreOffAreTold()
    {
        var result = Record("mono", "unshare", "--fork", "--time", "--monotonic", "100000", TestApp.Path, "ticks", "1", "1000");
        Assert.Matches(@"(?m)^program \d+ is in another time namespace: its times are off", result.Error);
    }

    private Finished Record(string clock, params string[] command)
    {
        var result = Shell.Braid(["record", "-u", "app:*", "--clock", clock, "-o", Trace, "--", .. command]).Expect();
        Assert.Matches(@"(?m)^ust +1,000 events .* 0 lost$", result.Error);
        return result;
    }
}
