using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Braid.Cli.Tests;

/// <summary>System calls through eBPF as a user has them, and what is left in the kernel afterwards: nothing.</summary>
public sealed partial class KernelSourceTests : IDisposable
{
    private const int Interrupt = 2, Kill = 9;
    private const int IndexHeaderSize = 16;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    [Theory]
    [InlineData("auto", "ctf-1.8", true)]
    [InlineData("ebpf", "ctf-2", true)]
    [InlineData("tracefs", "ctf-1.8", false)]
    public void PathsAreInTheTraceWhereTheSourceHasThem(string source, string format, bool hasPaths)
    {
        var recorded = Shell.Braid("record", "--syscalls=openat,execve", "-k", "sched_process_exec", "--kernel-source", source, "--trace-format", format, "-o", Trace, "--", "cat", "/etc/hostname").Expect();
        Assert.DoesNotContain("addresses instead of texts", recorded.Error);
        var lines = Shell.Braid("view", Trace).Expect().Output.Split('\n');
        Assert.Contains(lines, static l => l.Contains(" sched_process_exec: ", StringComparison.Ordinal));
        var flags = format == "ctf-2" ? "( \"O_RDONLY\" : container = 0 )" : "0";
        Assert.Equal(hasPaths, lines.Any(l => l.Contains("syscall_entry_openat", StringComparison.Ordinal) && l.Contains($"filename = \"/etc/hostname\", flags = {flags}, mode = 0, unread = 0x0 }}", StringComparison.Ordinal)));
        Assert.Equal(!hasPaths, lines.Any(static l => l.Contains("syscall_entry_openat", StringComparison.Ordinal) && l.Contains("filename = 0x", StringComparison.Ordinal)));
        if (format == "ctf-1.8") Assert.Equal(lines.Count(static l => l.Length > 0), Babeltrace.Lines(Trace).Length);
    }

    [Fact]
    public void ContextsGoWithSystemCallsAndAreLeftOutAloudWhereTheyCannot()
    {
        string[] record = ["record", "--syscalls=openat", "--context", "procname,uid,nice", "-k", "sched_switch"];
        Shell.Braid([.. record, "-o", Trace, "--", "nice", "-n", "3", "cat", "/etc/hostname"]).Expect();
        Assert.Contains(Babeltrace.Lines(Trace), static l => l.Contains("procname = \"cat\", uid = 0, nice = 3 }, { dfd = -100, filename = \"/etc/hostname\"", StringComparison.Ordinal));
        var without = Shell.Braid([.. record, "--kernel-source", "tracefs", "-o", _directory["other"], "--", "true"]).Expect();
        Assert.Single(without.ErrorLines, static l => l.Contains("--context: procname, uid, nice of system calls come through eBPF only, and are left out", StringComparison.Ordinal));
    }

    [Fact]
    public void ASnapshotSaysOnceThatItHasNoTexts()
    {
        var recorded = Shell.Braid("record", "--snapshot", "--syscalls=openat", "-o", Trace, "--", "cat", "/etc/hostname").Expect();
        Assert.Single(recorded.ErrorLines, static l => l.Contains("addresses instead of texts", StringComparison.Ordinal));
        var refused = Shell.Braid("record", "--snapshot", "--syscalls=openat", "--kernel-source", "ebpf", "-o", _directory["other"], "--", "true");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--kernel-source tracefs", refused.Error);
    }

    /// <summary>With too few descriptors the kernel takes the first of many programs and refuses the rest.</summary>
    [Fact]
    public void WhenTheKernelRefusesHalfWayThroughTracefsIsTakenAndNothingIsLeft()
    {
        var before = Programs();
        string[] few = ["--nofile=150", Shell.BraidPath, "record", "--syscalls", "-o", Trace];
        var recorded = Shell.Run("prlimit", [.. few, "--", "cat", "/etc/hostname"]).Expect();
        Assert.Single(recorded.ErrorLines, static l => l.Contains("addresses instead of texts and structures", StringComparison.Ordinal) && l.Contains("EMFILE", StringComparison.Ordinal));
        Assert.Contains(Babeltrace.Lines(Trace), static l => l.Contains("syscall_entry_openat", StringComparison.Ordinal));
        var refused = Shell.Run("prlimit", [.. few[..^1], _directory["other"], "--kernel-source", "ebpf", "--", "true"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--kernel-source ebpf: ", Assert.Single(refused.ErrorLines));
        Assert.False(Directory.Exists(_directory["other"]));
        Shell.Until(() => Programs() == before, "programs are left in the kernel");
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Kill)]
    public void NothingIsLeftInTheKernelWhenTheRecorderIsEnded(int signal)
    {
        var before = Programs();
        var running = Shell.Start(Shell.BraidPath, ["record", "--syscalls", "--pid", $"{Environment.ProcessId}", "-o", Trace]);
        Shell.Until(() => Programs() > before + 100, "no programs were loaded");
        Shell.Until(() => Directory.Exists(Trace) && Directory.EnumerateFiles(Trace, "syscalls_*.idx", SearchOption.AllDirectories).Any(static f => new FileInfo(f).Length > IndexHeaderSize), "nothing was written");
        Shell.Signal(running.Process, signal);
        var ended = Shell.End(running);
        if (signal == Interrupt) ended.Expect();
        Shell.Until(() => Programs() == before, "programs are left in the kernel");
        Assert.Contains(Shell.Braid("view", Trace).Output.Split('\n'), static l => l.Contains("syscall_entry_", StringComparison.Ordinal));
    }

    /// <summary>How many BPF programs the kernel has.</summary>
    private static int Programs()
    {
        const int bpf = 321, nextProgram = 11;
        var count = 0;
        Span<byte> attributes = stackalloc byte[16];
        attributes.Clear();
        while (SystemCall(bpf, nextProgram, ref MemoryMarshal.GetReference(attributes), attributes.Length) == 0)
        {
            count++;
            var next = BinaryPrimitives.ReadInt32LittleEndian(attributes[4..]);
            BinaryPrimitives.WriteInt32LittleEndian(attributes, next);
        }

        return count;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint command, ref byte attributes, nint size);
}
