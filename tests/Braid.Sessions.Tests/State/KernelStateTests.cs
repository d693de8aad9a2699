using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Braid.Linux.Clocks;
using Braid.Linux.State;
using Braid.Sessions.Tests.Tracefs;

namespace Braid.Sessions.Tests.State;

/// <summary>The state dump of a recording, against what this process knows of itself and the machine.</summary>
public class KernelStateTests
{
    [Fact]
    public void It_tells_of_this_process_its_threads_and_its_parent()
    {
        var events = Record();
        var own = events.FindAll(static e => e.Name == "lttng_statedump_process_state" && e.Number("pid") == Environment.ProcessId);
        var main = Assert.Single(own, static e => e.Number("tid") == Environment.ProcessId);
        Assert.Equal(File.ReadAllText("/proc/self/comm").TrimEnd('\n'), main.Text("name"));
        Assert.Equal(long.Parse(Status("PPid"), CultureInfo.InvariantCulture), main.Number("ppid"));
        Assert.Equal(0, main.Number("type"));
        Assert.Contains(own, static e => e.Number("tid") != Environment.ProcessId && e.Number("ppid") != 0);
        var kernelThread = Assert.Single(events, static e => e.Name == "lttng_statedump_process_state" && e.Number("tid") == 2);
        Assert.Equal(("kthreadd", 1L, 5L), (kernelThread.Text("name"), kernelThread.Number("type"), kernelThread.Number("status")));
    }

    [Fact]
    public void It_begins_and_ends_and_lies_in_time_and_can_be_had_again()
    {
        var clock = TraceClock.Open(ClockKind.Monotonic);
        var before = clock.Now();
        var events = Record(again: true);
        var names = events.ConvertAll(static e => e.Name);
        Assert.Equal("lttng_statedump_start", names[0]);
        Assert.Equal("lttng_statedump_end", names[^1]);
        Assert.Equal(2, names.Count(static n => n == "lttng_statedump_start"));
        Assert.Equal(2, names.Count(static n => n == "lttng_statedump_end"));
        Assert.True(events[0].Time >= before && events[^1].Time <= clock.Now());
        Assert.Equal(events.Select(static e => e.Time).Order(), events.Select(static e => e.Time));
    }

    [Fact]
    public void It_tells_of_open_files_and_memory()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var events = Record();
            var files = events.FindAll(static e => e.Name == "lttng_statedump_file_descriptor" && e.Number("pid") == Environment.ProcessId);
            var ours = Assert.Single(files, f => f.Number("fd") == file.DangerousGetHandle());
            Assert.Equal(path, ours.Text("filename"));
            Assert.Equal(2, ours.Number("flags") & 3);
            Assert.Equal(3, ours.Number("fmode"));
            Assert.Equal($"socket:[{new FileInfo($"/proc/self/fd/{socket.Handle}").LinkTarget![8..^1]}]", Assert.Single(files, f => f.Number("fd") == socket.Handle).Text("filename"));
            Assert.All(files, static f => Assert.Equal(Environment.ProcessId, f.Number("file_table_address")));

            // What is mapped for good: the programs and libraries.
            var mapped = events.FindAll(static e => e.Name == "lttng_statedump_vm_map" && e.Number("pid") == Environment.ProcessId)
                .ConvertAll(static e => $"{e.Number("start"):x}-{e.Number("end"):x} {e.Number("flags"):x} {e.Number("pgoff"):x} {e.Number("inode")}");
            var libc = File.ReadLines("/proc/self/maps").Where(static l => l.Contains("/libc.so", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(libc);
            foreach (var line in libc)
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var flags = (fields[1][0] == 'r' ? 1 : 0) + (fields[1][1] == 'w' ? 2 : 0) + (fields[1][2] == 'x' ? 4 : 0) + (fields[1][3] == 's' ? 8 : 0);
                Assert.Contains($"{fields[0]} {flags:x} {Convert.ToInt64(fields[2], 16) / 4096:x} {fields[4]}", mapped);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void It_tells_of_namespaces()
    {
        // A child that is 1 in a pid namespace and root in a user namespace of its own.
        using var child = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--pid", "--fork", "--uts", "sleep", "60"]))!;
        try
        {
            var sleep = WaitForChild(child.Id);
            var events = Record();
            var pid = Assert.Single(events, e => e.Name == "lttng_statedump_process_pid_ns" && e.Number("tid") == sleep);
            Assert.Equal((1L, 1L, 0L, 1L, Inode(sleep, "pid")), (pid.Number("vtid"), pid.Number("vpid"), pid.Number("vppid"), pid.Number("ns_level"), pid.Number("ns_inum")));
            var user = Assert.Single(events, e => e.Name == "lttng_statedump_process_user_ns" && e.Number("tid") == sleep);
            Assert.Equal((0L, 0L, 1L, Inode(sleep, "user")), (user.Number("vuid"), user.Number("vgid"), user.Number("ns_level"), user.Number("ns_inum")));
            foreach (var kind in new[] { "uts", "ipc", "mnt", "net", "cgroup", "time" })
            {
                if (!File.Exists($"/proc/self/ns/{kind}")) continue;
                Assert.Equal(Inode(sleep, kind), Assert.Single(events, e => e.Name == $"lttng_statedump_process_{kind}_ns" && e.Number("tid") == sleep).Number("ns_inum"));
            }

            var own = Assert.Single(events, static e => e.Name == "lttng_statedump_process_pid_ns" && e.Number("tid") == Environment.ProcessId);
            Assert.Equal((Environment.ProcessId, long.Parse(Status("PPid"), CultureInfo.InvariantCulture)), (own.Number("vpid"), own.Number("vppid")));
        }
        finally
        {
            child.Kill(entireProcessTree: true);
            child.WaitForExit();
        }
    }

    [Fact]
    public void It_tells_of_the_machine()
    {
        var events = Record();
        var disks = events.FindAll(static e => e.Name == "lttng_statedump_block_device").ToDictionary(static e => e.Text("diskname"), static e => e.Number("dev"));
        foreach (var line in File.ReadLines("/proc/partitions").Skip(2))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(long.Parse(fields[0], CultureInfo.InvariantCulture) << 20 | long.Parse(fields[1], CultureInfo.InvariantCulture), disks[fields[3]]);
        }

        var interrupts = events.FindAll(static e => e.Name == "lttng_statedump_interrupt");
        foreach (var line in File.ReadLines("/proc/interrupts").Where(static l => char.IsAsciiDigit(l.TrimStart()[0])))
        {
            var number = long.Parse(line[..line.IndexOf(':')], CultureInfo.InvariantCulture);
            Assert.Contains(interrupts, i => i.Number("irq") == number && line.Contains(i.Text("action"), StringComparison.Ordinal));
        }

        Assert.Equal(File.ReadLines("/proc/cpuinfo").Count(static l => l.StartsWith("processor", StringComparison.Ordinal)), events.Count(static e => e.Name == "lttng_statedump_cpu_topology"));
        var networks = events.FindAll(static e => e.Name == "lttng_statedump_network_interface");
        Assert.Equal(NetworkInterface.GetAllNetworkInterfaces().Select(static n => n.Name).Order(StringComparer.Ordinal), networks.Select(static n => n.Text("name")).Distinct());
        Assert.Contains(networks, static n => n.Text("name") == "lo" && (uint)n.Number("address_ipv4") is 0x7F000001 or 0x0100007F);
    }

    [Fact]
    public void A_fork_tells_the_processes_of_both_threads()
    {
        var first = Environment.ProcessId;
        var made = 0;
        using var recording = new KernelRecording(["sched_process_fork"], []);
        recording.Record(() =>
        {
            var thread = new Thread(() => made = int.Parse(Path.GetFileName(new FileInfo("/proc/thread-self").LinkTarget!), CultureInfo.InvariantCulture));
            thread.Start();
            thread.Join();
            using var shell = Process.Start("sh", ["-c", "for i in 1 2 3 4 5 6 7 8 9 10; do (/bin/true); done"]);
            shell.WaitForExit();
        });
        var forks = recording.Read();
        Assert.DoesNotContain(forks, static e => e.Name == "task_newtask");
        var ours = Assert.Single(forks, e => e.Number("child_tid") == made);
        Assert.Equal((first, first), ((int)ours.Number("parent_pid"), (int)ours.Number("child_pid")));

        // Processes that are gone before anybody asks /proc: what task_newtask has told is enough.
        var shell = Assert.Single(forks, e => e.Number("parent_pid") == first && e.Number("child_pid") == e.Number("child_tid"));
        var children = forks.FindAll(e => e.Number("parent_tid") == shell.Number("child_tid"));
        Assert.Equal(10, children.Count);
        Assert.All(children, c => Assert.Equal((shell.Number("child_pid"), c.Number("child_tid")), (c.Number("parent_pid"), c.Number("child_pid"))));
    }

    /// <summary>The events of a recording's state dump, with <paramref name="again"/> of two.</summary>
    private static List<ReadEvent> Record(bool again = false)
    {
        using var recording = new KernelRecording(["sched_process_exec"], [], static options => options with { StateClock = TraceClock.Open(ClockKind.Monotonic) });
        recording.Source.Start();
        WaitForDump(recording, 1);
        if (again)
        {
            recording.Source.DumpState();
            WaitForDump(recording, recording.Source.Totals.Events + 1);
        }

        recording.Source.Stop();
        return [.. recording.Read().Where(static e => e.Name.StartsWith("lttng_statedump_", StringComparison.Ordinal))];
    }

    private static void WaitForDump(KernelRecording recording, long events)
    {
        while (recording.Source.Totals.Events < events)
        {
            recording.Source.Drain(flush: false);
            Thread.Sleep(1);
        }
    }

    private static string Status(string label) => File.ReadLines("/proc/self/status").First(l => l.StartsWith($"{label}:", StringComparison.Ordinal))[(label.Length + 1)..].Trim();

    private static long Inode(int pid, string kind) =>
        long.Parse(new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget![(kind.Length + 2)..^1], CultureInfo.InvariantCulture);

    private static int WaitForChild(int parent)
    {
        while (true)
        {
            var child = ProcessTable.Pids().SelectMany(static pid => ProcessTable.Threads(pid)).FirstOrDefault(t => t.ParentPid == parent && t.Name == "sleep");
            if (child is not null) return child.Pid;
            Thread.Sleep(5);
        }
    }
}
