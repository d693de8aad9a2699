using System.Globalization;
using System.Text.RegularExpressions;
using Braid.Ctf.Packets;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>What goes with events is what the kernel prints in front of them: <c>d..2.</c>, see Documentation/trace/ftrace.rst.</summary>
[Collection("kernel")]
public sealed partial class ContextTests(ITestOutputHelper output)
{
    private static readonly KernelContext[] s_contexts = [.. KernelContext.Known.Select(static name => KernelContext.TryParse(name)!)];

    [Fact]
    public void ContextsAreWhatTheKernelPrintsInFrontOfEvents()
    {
        var mount = TracefsMount.Open();
        var catalogue = new EventCatalogue(mount);
        var selection = EventSelection.Resolve(catalogue, ["sched", "irq", "mm", "timer:*", "kmem:*"], ["*"]);
        using var instance = TracefsInstance.Create(mount, "counter", 8 << 20);
        instance.Enable(catalogue, selection.Events);
        instance.TracingOn = true;
        Workload.Files(50);
        instance.TracingOn = false;
        instance.DisableAll();

        var seen = new HashSet<(string, byte)>();
        var compared = 0;
        for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++)
        {
            var lines = instance.Read($"per_cpu/cpu{cpu}/trace").Split('\n').Select(static l => Line().Match(l)).Where(static m => m.Success).ToList();
            var events = Read(instance, selection, cpu);
            Assert.Equal(lines.Count, events.Count);
            foreach (var ((time, values), line) in events.Zip(lines))
            {
                Assert.Equal(line.Groups["time"].Value, time.ToString(CultureInfo.InvariantCulture));
                var flags = line.Groups["flags"].Value;
                byte[] expected = [Is(flags[0] is '.' or 'd' && flags[2] == '.' && flags[3] == '.'), Is(flags[0] is '.' or 'b'), Is(flags[1] is 'N' or 'n' or 'B' or 'b'), Is(flags[4] == '.')];
                Assert.True(values.SequenceEqual(expected), $"{line.Value}: {string.Join(' ', values)}");
                for (var i = 0; i < values.Length; i++) seen.Add((KernelContext.Known[i], values[i]));
                compared++;
            }
        }

        output.WriteLine($"{compared:N0} events; {string.Join(' ', seen)}");
        Assert.Superset(new HashSet<(string, byte)> { ("preemptible", 0), ("preemptible", 1), ("interruptible", 0), ("interruptible", 1), ("need_reschedule", 0), ("need_reschedule", 1), ("migratable", 1) }, seen);
    }

    [Fact]
    public void ContextsStandAfterTheThread()
    {
        using var recording = new KernelRecording([], ["getppid"], o => o with { Pids = [Environment.ProcessId], Contexts = s_contexts });
        recording.RecordThenDrain(() => Workload.GetParentLoop(0, 3));
        var lines = Babeltrace.Read(recording.FinishedTrace());
        Assert.Equal(6, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"\{ tid = \d+, preemptible = [01], interruptible = 1, need_reschedule = [01], migratable = 1 \}", line));
    }

    private static byte Is(bool value) => value ? (byte)1 : (byte)0;

    /// <summary>The time and the contexts of each event, each of which has nothing but these.</summary>
    private static List<(ulong Time, byte[] Values)> Read(TracefsInstance instance, EventSelection selection, int cpu)
    {
        var plans = new EventPlan?[ushort.MaxValue];
        foreach (var name in selection.Events) plans[selection.Catalogue.Format(name).Id] = new EventPlan(8, []);
        var transcoder = new PageTranscoder(plans, cpu, instance.SubBufferSize, contexts: s_contexts);
        using var buffer = instance.OpenCpu(cpu);
        var events = new List<(ulong, byte[])>();
        while (buffer.ReadPage(transcoder.Page) is > 0 and var length)
        {
            transcoder.Transcode(length);
            var time = transcoder.Begin;
            for (var rest = transcoder.Content; !rest.IsEmpty; rest = rest[(LttngLayout.CompactHeaderSize + 4 + s_contexts.Length)..])
            {
                time += BitConverter.ToUInt32(rest[2..]) - (uint)time;
                events.Add((time, rest.Slice(LttngLayout.CompactHeaderSize + 4, s_contexts.Length).ToArray()));
            }
        }

        return events;
    }

    [GeneratedRegex(@"^.{16}-\d+ +\[\d+\] (?<flags>.{5}) +(?<time>\d+): ")]
    private static partial Regex Line();
}
