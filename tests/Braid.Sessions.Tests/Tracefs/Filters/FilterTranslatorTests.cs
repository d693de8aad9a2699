using Braid.Linux.Ftrace;
using Braid.Script.Filters;
using Braid.Sessions.Tracefs.Filters;

namespace Braid.Sessions.Tests.Tracefs.Filters;

/// <summary>What a filter becomes for an event of this kernel, which must take it.</summary>
[Collection("kernel")]
public sealed class FilterTranslatorTests
{
    private static readonly TracefsMount s_mount = TracefsMount.Open();
    private static readonly EventCatalogue s_catalogue = new(s_mount);

    [Theory]
    [InlineData("sched:sched_switch", "prev_tid == 12", "prev_pid == 12")]
    [InlineData("sched:sched_switch", "12 < prev_tid", "prev_pid > 12")]
    [InlineData("sched:sched_switch", "prev_tid != -1", "!(prev_pid == -1)")]
    [InlineData("sched:sched_switch", "prev_tid", "!(prev_pid == 0)")]
    [InlineData("sched:sched_switch", "!prev_tid", "!(!(prev_pid == 0))")]
    [InlineData("sched:sched_switch", "next_prio < 20 && next_comm == \"ba*\"", "(next_prio < 120) && (next_comm ~ \"ba*\")")]
    [InlineData("sched:sched_switch", "next_comm == \"bash\" || next_comm == \"a\\\"b\"", "(next_comm == \"bash\") || (next_comm == 'a\"b')")]
    [InlineData("sched:sched_switch", "next_comm == \"*0?[\\\\*x\"", "next_comm ~ \"*0\\?\\[\\\\*x\"")]
    [InlineData("sched:sched_switch", "next_comm == \"9*\"", "next_comm ~ \"\\9*\"")]
    [InlineData("sched:sched_switch", "next_comm == \"!*\"", "next_comm ~ \"\\!*\"")]
    [InlineData("sched:sched_switch", "next_comm != \"?\"", "!(next_comm == \"?\")")]
    [InlineData("sched:sched_switch", "prev_tid == 5000000000", null)]
    [InlineData("sched:sched_switch", "prev_tid < 5000000000 && prev_tid == 1", "prev_pid == 1")]
    [InlineData("sched:sched_switch", "nothing == 1 || prev_tid == 1", null)]
    [InlineData("sched:sched_switch", "prev_pid == 1", null)]
    [InlineData("sched:sched_switch", "prev_tid == (1 << 3 | 2)", "prev_pid == 10")]
    [InlineData("sched:sched_switch", "$ctx.tid == 4 && $ctx.cpu_id != 1 && $ctx.procname == \"sh\"", "((common_pid == 4) && (!(CPU == 1))) && (COMM == \"sh\")")]
    [InlineData("sched:sched_switch", "$ctx.need_reschedule", "common_flags & 0x4")]
    [InlineData("sched:sched_switch", "$ctx.migratable == 0", "!(!(common_preempt_count & 0xf0))")]
    [InlineData("syscalls:sys_enter_close", "fd == 5", "((!(fd & 0xfffffffa)) && (fd & 0x1)) && (fd & 0x4)")]
    [InlineData("syscalls:sys_enter_write", "count > 4096", "(!(count & 0x8000000000000000)) && (count > 4096)")]
    [InlineData("syscalls:sys_enter_write", "count <= 10", "(count & 0x8000000000000000) || (count <= 10)")]
    [InlineData("syscalls:sys_enter_openat", "(flags & 3) == 1", "(!(flags & 0x2)) && (flags & 0x1)")]
    [InlineData("syscalls:sys_enter_openat", "flags & 3", "!(!(flags & 0x3))")]
    [InlineData("syscalls:sys_enter_openat", "filename == \"/etc/*\"", "filename.ustring ~ \"/etc/*\"")]
    [InlineData("syscalls:sys_exit_read", "ret < 0", "ret < 0")]
    [InlineData("block:block_rq_issue", "(rwbs & 0x21) != 0 && tid == 7", "(!(!((rwbs ~ \"*W*\") || (rwbs ~ \"*S*\")))) && (common_pid == 7)")]
    [InlineData("block:block_rq_issue", "!(rwbs & 4)", "!(!(!(rwbs ~ \"*R*\")))")]
    public void AFilterIsTranslatedByNamesAndValues(string event_, string filter, string? expected)
    {
        var name = Name(event_);
        var predicate = FilterTranslator.Translate(FilterParser.Parse(filter), s_catalogue.Format(name));
        Assert.Equal(expected, predicate.Text);
        Assert.Equal(expected is null, predicate.IsNever);
        if (expected is null) return;
        using var instance = TracefsInstance.Create(s_mount, "mono", 64 << 10);
        instance.Filter(name, predicate.Text!);
        Assert.Equal(expected, instance.Read($"events/{name.Subsystem}/{name.Event}/filter").TrimEnd('\n'));
    }

    [Theory]
    [InlineData("sched:sched_switch", "$ctx.vpid == 1", "column 1: the kernel's filters cannot compare '$ctx.vpid'")]
    [InlineData("sched:sched_switch", "prev_tid == next_tid", "column 10: the kernel's filters cannot compare one field with another")]
    [InlineData("sched:sched_switch", "prev_comm < 3", "column 11: the kernel's filters cannot compare 'prev_comm', a string, with a number")]
    [InlineData("sched:sched_switch", "prev_tid == \"x\"", "column 1: the kernel's filters cannot compare 'prev_tid' with a string")]
    [InlineData("sched:sched_switch", "prev_tid > 1.5", "column 12: the kernel's filters cannot compare a floating-point number")]
    [InlineData("sched:sched_switch", "(prev_tid ^ 1) == 2", "column 11: the kernel's filters cannot compare more of a field than its value and its bits")]
    [InlineData("sched:sched_switch", "prev_comm[1] == 2", "column 1: the kernel's filters cannot compare a part of 'prev_comm'")]
    [InlineData("sched:sched_process_fork", "child_pid == 2", "column 11: the kernel's filters cannot compare 'child_pid'")]
    [InlineData("syscalls:sys_enter_close", "fd > 2", "column 4: the kernel's filters cannot compare 'fd' but by == and !=: the kernel records undefined bits above its 32")]
    [InlineData("block:block_rq_issue", "rwbs == 33", "column 6: the kernel's filters cannot compare rwbs but by its bits: (rwbs & 1) != 0")]
    [InlineData("raw_syscalls:sys_enter", "args == 1", "column 6: the kernel's filters cannot compare 'args'")]
    public void WhatTheKernelCannotEvaluateIsRefusedByName(string event_, string filter, string expected)
    {
        var error = Assert.Throws<FilterException>(() => FilterTranslator.Translate(FilterParser.Parse(filter), s_catalogue.Format(Name(event_))));
        Assert.Equal(expected, error.Message);
    }

    /// <summary>A filter that only the kernel finds wrong.</summary>
    [Fact]
    public void TheKernelsOwnWordsAreShown()
    {
        using var instance = TracefsInstance.Create(s_mount, "mono", 64 << 10);
        var error = Assert.Throws<Linux.Interop.KernelException>(() => instance.Filter(new("sched", "sched_switch"), "nothing == 1"));
        Assert.Equal($"write 'nothing == 1' to {instance.Path}/events/sched/sched_switch/filter: EINVAL (Invalid argument); parse_error: Field not found", error.Message);
    }

    private static EventName Name(string text) => text.Split(':') is [var subsystem, var name] ? new(subsystem, name) : throw new ArgumentException(text);
}
