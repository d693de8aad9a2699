using System.Diagnostics;
using System.Globalization;
using Braid.Sessions.Bpf;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>Contexts of system calls are what /proc says of the thread.</summary>
[Collection("kernel")]
public sealed class ContextTests(ITestOutputHelper output)
{
    [Fact]
    public void ContextsAreWhatProcSaysOfTheThread()
    {
        using var sleeper = Process.Start(new ProcessStartInfo("nice", ["-n", "7", "unshare", "--uts", "--ipc", "--mount", "--pid", "--fork", "sh", "-c", "read x; read y < /etc/hostname; read z < /etc/passwd; echo done"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var recording = new BpfRecording(["read", "openat"], adjust: static o => o with { Contexts = [.. TaskContext.Known.Select(static n => TaskContext.TryParse(n)!)] });
        var expected = new Dictionary<string, string>();
        var tid = 0;
        recording.Record(() =>
        {
            while (tid == 0) tid = Child(sleeper.Id);
            while (File.ReadAllText($"/proc/{tid}/comm") != "sh\n") Thread.Sleep(10);
            expected = Expected(tid);
            sleeper.StandardInput.WriteLine();
            Assert.Equal("done\n", sleeper.StandardOutput.ReadToEnd());
            sleeper.WaitForExit();
        });
        var calls = recording.Read().Where(e => e.Tid == tid && e.Context["procname"] is "sh").ToList();
        Assert.InRange(calls.Count, 2, int.MaxValue);
        foreach (var (name, value) in expected) Assert.All(calls, e => Assert.True($"{e.Context[name]}" == value, $"{name}: {e.Context[name]}, expected {value}"));
        output.WriteLine($"{expected.Count} contexts of {calls.Count} events: {string.Join(' ', expected.Select(static c => $"{c.Key}={c.Value}"))}");
        Assert.Equal(TaskContext.Known.Count, calls[0].Context.Count - 1);

        // Above its namespace, so not known in it.
        Assert.Equal("0", $"{calls[0].Context["vppid"]}");
    }

    private static int Child(int pid)
    {
        var children = File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children.Length == 0 ? 0 : int.Parse(children[0], CultureInfo.InvariantCulture);
    }

    private static Dictionary<string, string> Expected(int tid)
    {
        var status = File.ReadAllLines($"/proc/{tid}/status").Select(static l => l.Split(':', 2)).ToDictionary(static l => l[0], static l => l[1].Split('\t', StringSplitOptions.RemoveEmptyEntries));
        var stat = File.ReadAllText($"/proc/{tid}/stat").Split(") ")[1].Split(' ');
        var expected = new Dictionary<string, string>
        {
            ["pid"] = status["Tgid"][0], ["ppid"] = status["PPid"][0], ["prio"] = stat[15], ["nice"] = stat[16],
            ["vpid"] = status["NStgid"][^1], ["vtid"] = status["NSpid"][^1],
            ["uid"] = status["Uid"][0], ["euid"] = status["Uid"][1], ["suid"] = status["Uid"][2],
            ["gid"] = status["Gid"][0], ["egid"] = status["Gid"][1], ["sgid"] = status["Gid"][2],
        };
        foreach (var kind in new[] { "cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts" })
            expected.Add($"{kind}_ns", new FileInfo($"/proc/{tid}/ns/{kind}").LinkTarget!.Split('[', ']')[1]);
        return expected;
    }
}
