using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

public sealed class EventSelectionTests
{
    private static readonly EventCatalogue s_catalogue = new(TracefsMount.Open());

    [Theory]
    [InlineData("sched_switch", "sched:sched_switch")]
    [InlineData("sched:sched_switch", "sched:sched_switch")]
    [InlineData("irq_softirq_entry", "irq:softirq_entry")]
    [InlineData("softirq_entry", "irq:softirq_entry")]
    [InlineData("irq:softirq_*", "irq:softirq_entry irq:softirq_exit irq:softirq_raise")]
    [InlineData("irq_softirq_e*", "irq:softirq_entry irq:softirq_exit")]
    [InlineData("syscall_entry_getppid", "syscalls:sys_enter_getppid")]
    [InlineData("sys_exit_getppid", "syscalls:sys_exit_getppid")]
    [InlineData("ftrace:print", "ftrace:print")]
    public void ATracepointIsFoundUnderEachOfItsNames(string pattern, string expected) =>
        Assert.Equal(expected.Split(' '), Resolve([pattern], []).Order());

    [Theory]
    [InlineData("getppid", "syscalls:sys_enter_getppid syscalls:sys_exit_getppid")]
    [InlineData("ope?at*", "syscalls:sys_enter_openat syscalls:sys_enter_openat2 syscalls:sys_exit_openat syscalls:sys_exit_openat2")]
    public void ASystemCallIsItsEntryAndItsExit(string pattern, string expected) =>
        Assert.Equal(expected.Split(' '), Resolve([], [pattern]).Order());

    [Fact]
    public void AStarTakesAllTracepointsAndNoSystemCalls()
    {
        var events = Resolve(["*"], []);
        Assert.Equal(s_catalogue.All.Count - s_catalogue.InSubsystem("syscalls").Count + 1, events.Length);
        Assert.Equal(s_catalogue.InSubsystem("syscalls").Count, Resolve([], ["*"]).Length);
    }

    [Fact]
    public void AnEventNamedTwiceIsTakenOnce() =>
        Assert.Equal(["sched:sched_switch"], Resolve(["sched_switch", "sched:sched_switch", "sched_swi*ch"], []));

    [Theory]
    [InlineData("sched_swich", null, "no kernel tracepoint matches 'sched_swich'; see 'braid list --kernel'")]
    [InlineData(null, "openatt", "no system call matches 'openatt'; see 'braid list --kernel --syscall'")]
    public void APatternThatNamesNothingIsAnError(string? tracepoint, string? syscall, string message)
    {
        var error = Assert.Throws<ArgumentException>(() => Resolve(tracepoint is null ? [] : [tracepoint], syscall is null ? [] : [syscall]));
        Assert.Equal(message, error.Message);
    }

    private static string[] Resolve(string[] tracepoints, string[] syscalls) =>
        [.. EventSelection.Resolve(s_catalogue, tracepoints, syscalls).Events.Select(e => e.ToString())];
}
