using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Which kernel events <c>record</c> records, and what it says of it beforehand.</summary>
public sealed partial class KernelOptionsTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("sched", "sched_switch sched_waking sched_process_fork", "sched_stat_runtime irq_softirq_entry")]
    [InlineData("sched,syscalls", "sched_switch syscall_entry_openat syscall_exit_openat", "irq_softirq_entry")]
    [InlineData("block,net", "block_rq_issue net_dev_queue skb_kfree", "sched_switch")]
    [InlineData("irq", "irq_softirq_entry irq_handler_exit x86_irq_vectors_local_timer_entry", "x86_irq_vectors_vector_alloc irq_vectors_vector_alloc")]
    [InlineData("mm,sched_switch", "x86_exceptions_page_fault_user kmem_mm_page_alloc mm_vmscan_kswapd_wake sched_switch", "kmem_kmalloc sched_waking")]
    public void AGroupHasItsEvents(string groups, string has, string lacks)
    {
        var listed = Shell.Braid(["list", "-k", .. groups.Split(',')]).Expect().Output.Split('\n').Select(static l => l.Split(' ')[0]).ToHashSet();
        Assert.Superset(has.Split(' ').ToHashSet(), listed);
        Assert.Empty(listed.Intersect(lacks.Split(' ')));
    }

    [Fact]
    public void TheKernelRecordsWhatTheFilterLetsPassAndContextsGoWithIt()
    {
        var trace = _directory["trace"];
        Shell.Braid("record", "-k", "sched", "--kernel-filter", "next_comm == \"braid-f*\" && next_prio >= 20", "--context", "tid,migratable,interruptible", "-o", trace, "--",
            "sh", "-c", "for i in 1 2 3; do sh -c 'echo braid-filter > /proc/self/comm; sleep 0.01; sleep 0.01'; done; printf braid-filter > /proc/self/comm; for i in 1 2 3; do sleep 0.01; done").Expect();

        var events = Babeltrace.Lines(trace).Where(static l => !l.Contains(" lttng_statedump_", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(events);
        Assert.All(events, static e => Assert.Matches(@" sched_switch: .*\{ tid = \d+, migratable = [01], interruptible = 0 \}.*next_comm = ""braid-f", e));
    }

    [Fact]
    public void APlanSaysWhatARecordingMakesAndLeavesNothing()
    {
        var result = Shell.Braid("record", "-k", "sched,irq", "--plan", "-o", _directory["trace"]).Expect();
        var kernel = Rate().Match(result.Error);
        Assert.True(kernel.Success, result.Error);
        Assert.True(long.Parse(kernel.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) > 10);
        Assert.Matches(@"The recorder takes \d+\.\d % of a CPU, the kernel about \d+\.\d % \(\d+ ns an event, measured here\): \d+\.\d % of the machine's \d+", result.Error);
        Assert.False(Directory.Exists(_directory["trace"]));
        Assert.DoesNotContain(Directory.GetDirectories(Path.GetTempPath()), static d => d.Contains("braid-plan-", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^kernel +([0-9,]+) events/s +[0-9.]+ \w?B/s +0 lost$", RegexOptions.Multiline)]
    private static partial Regex Rate();
}
