using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

public sealed class EventMappingTests(ITestOutputHelper output)
{
    private static readonly TracefsMount s_mount = TracefsMount.Open();
    private static readonly EventCatalogue s_catalogue = new(s_mount);

    [Theory]
    [InlineData("syscalls:sys_enter_openat", "syscall_entry_openat")]
    [InlineData("syscalls:sys_exit_openat", "syscall_exit_openat")]
    [InlineData("raw_syscalls:sys_enter", "raw_syscalls_sys_enter")]
    [InlineData("sched:sched_switch", "sched_switch")]
    [InlineData("irq:softirq_entry", "irq_softirq_entry")]
    [InlineData("irq:irq_handler_entry", "irq_handler_entry")]
    [InlineData("irq_vectors:local_timer_entry", "x86_irq_vectors_local_timer_entry")]
    [InlineData("exceptions:page_fault_user", "x86_exceptions_page_fault_user")]
    [InlineData("timer:hrtimer_expire_entry", "timer_hrtimer_expire_entry")]
    [InlineData("timer:timer_start", "timer_start")]
    [InlineData("timer:itimer_state", "timer_itimer_state")]
    [InlineData("block:block_rq_issue", "block_rq_issue")]
    [InlineData("kmem:mm_page_alloc", "kmem_mm_page_alloc")]
    [InlineData("kmem:kmem_cache_alloc", "kmem_cache_alloc")]
    [InlineData("kmem:kmalloc", "kmem_kmalloc")]
    [InlineData("power:cpu_frequency", "power_cpu_frequency")]
    [InlineData("net:net_dev_queue", "net_dev_queue")]
    [InlineData("net:netif_receive_skb", "net_if_receive_skb")]
    [InlineData("net:napi_gro_receive_entry", "net_napi_gro_receive_entry")]
    [InlineData("skb:kfree_skb", "skb_kfree")]
    [InlineData("skb:consume_skb", "skb_consume")]
    [InlineData("skb:skb_copy_datagram_iovec", "skb_copy_datagram_iovec")]
    [InlineData("compaction:mm_compaction_begin", "compaction_begin")]
    [InlineData("vmscan:mm_vmscan_kswapd_sleep", "mm_vmscan_kswapd_sleep")]
    [InlineData("filemap:mm_filemap_fault", "mm_filemap_fault")]
    [InlineData("kvm:kvm_exit", "kvm_x86_exit")]
    [InlineData("kvm:kvm_set_irq", "kvm_set_irq")]
    [InlineData("kvm:kvm_async_pf_completed", "kvm_async_pf_completed")]
    [InlineData("kvm:kvm_userspace_exit", "kvm_userspace_exit")]
    [InlineData("kvm:kvm_ioapic_set_irq", "kvm_ioapic_set_irq")]
    [InlineData("kvm:kvm_msi_set_irq", "kvm_msi_set_irq")]
    [InlineData("kvm:kvm_ack_irq", "kvm_ack_irq")]
    [InlineData("kvm:kvm_mmio", "kvm_mmio")]
    [InlineData("kvm:kvm_fpu", "kvm_fpu")]
    [InlineData("kvm:kvm_age_page", "kvm_age_page")]
    [InlineData("kvm:kvm_try_async_get_page", "kvm_try_async_get_page")]
    [InlineData("kvmmmu:kvm_mmu_get_page", "kvm_mmu_get_page")]
    [InlineData("printk:console", "printk_console")]
    [InlineData("workqueue:workqueue_execute_start", "workqueue_execute_start")]
    [InlineData("writeback:global_dirty_state", "writeback_global_dirty_state")]
    [InlineData("ftrace:print", "ftrace_print")]
    [InlineData("oom:oom", "oom")]
    public void AnEventHasLttngsName(string event_, string expected)
    {
        var parts = event_.Split(':');
        Assert.Equal(expected, EventMapping.Name(new(parts[0], parts[1])));
    }

    [Theory]
    [InlineData("sched:sched_switch", "prev_comm prev_tid prev_prio prev_state next_comm next_tid next_prio")]
    [InlineData("sched:sched_waking", "comm tid prio target_cpu")]
    [InlineData("sched:sched_wakeup", "comm tid prio target_cpu")]
    [InlineData("sched:sched_migrate_task", "comm tid prio orig_cpu dest_cpu")]
    [InlineData("sched:sched_process_fork", "parent_comm parent_tid parent_pid child_comm child_tid child_pid")]
    [InlineData("sched:sched_process_exec", "filename tid old_tid")]
    [InlineData("sched:sched_process_free", "comm tid prio")]
    [InlineData("sched:sched_pi_setprio", "comm tid oldprio newprio")]
    [InlineData("syscalls:sys_enter_openat", "dfd filename flags mode")]
    [InlineData("syscalls:sys_exit_openat", "ret")]
    [InlineData("syscalls:sys_enter_futex", "uaddr op val utime uaddr2 val3")]
    [InlineData("irq:irq_handler_entry", "irq name")]
    [InlineData("irq:softirq_raise", "vec")]
    [InlineData("block:block_rq_issue", "dev sector nr_sector bytes ioprio rwbs comm tid cmd")]
    [InlineData("power:cpu_frequency", "state cpu_id")]
    [InlineData("ipi:ipi_send_cpumask", "_cpumask_length cpumask callsite callback")]
    public void AnEventHasLttngsFields(string name, string fields) =>
        Assert.Equal(fields.Split(' '), Class(name).Payload!.Members.Select(m => m.Name));

    /// <summary>What Trace Compass looks for in kernel traces of lttng-modules 2.9 and later (Lttng29EventLayout): the event and fields of it.</summary>
    [Theory]
    [InlineData("sched:sched_switch", "sched_switch", "prev_comm prev_tid prev_prio prev_state next_comm next_tid next_prio")]
    [InlineData("sched:sched_waking", "sched_waking", "comm tid prio target_cpu")]
    [InlineData("sched:sched_wakeup", "sched_wakeup", "comm tid prio target_cpu")]
    [InlineData("sched:sched_wakeup_new", "sched_wakeup_new", "comm tid prio target_cpu")]
    [InlineData("sched:sched_migrate_task", "sched_migrate_task", "comm tid prio orig_cpu dest_cpu")]
    [InlineData("sched:sched_pi_setprio", "sched_pi_setprio", "comm tid oldprio newprio")]
    [InlineData("sched:sched_process_fork", "sched_process_fork", "parent_comm parent_tid parent_pid child_comm child_tid child_pid")]
    [InlineData("sched:sched_process_exit", "sched_process_exit", "comm tid prio")]
    [InlineData("sched:sched_process_free", "sched_process_free", "comm tid prio")]
    [InlineData("sched:sched_process_exec", "sched_process_exec", "filename tid old_tid")]
    [InlineData("syscalls:sys_enter_futex", "syscall_entry_futex", "uaddr op val utime uaddr2 val3")]
    [InlineData("syscalls:sys_exit_futex", "syscall_exit_futex", "ret")]
    [InlineData("irq:irq_handler_entry", "irq_handler_entry", "irq name")]
    [InlineData("irq:irq_handler_exit", "irq_handler_exit", "irq ret")]
    [InlineData("irq:softirq_entry", "irq_softirq_entry", "vec")]
    [InlineData("irq:softirq_exit", "irq_softirq_exit", "vec")]
    [InlineData("irq:softirq_raise", "irq_softirq_raise", "vec")]
    [InlineData("timer:hrtimer_start", "timer_hrtimer_start", "hrtimer function expires softexpires")]
    [InlineData("timer:hrtimer_cancel", "timer_hrtimer_cancel", "hrtimer")]
    [InlineData("timer:hrtimer_expire_entry", "timer_hrtimer_expire_entry", "hrtimer now function")]
    [InlineData("timer:hrtimer_expire_exit", "timer_hrtimer_expire_exit", "hrtimer")]
    [InlineData("irq_vectors:local_timer_entry", "x86_irq_vectors_local_timer_entry", "vector")]
    [InlineData("irq_vectors:reschedule_exit", "x86_irq_vectors_reschedule_exit", "vector")]
    [InlineData("irq_vectors:call_function_entry", "x86_irq_vectors_call_function_entry", "vector")]
    [InlineData("irq_vectors:call_function_single_exit", "x86_irq_vectors_call_function_single_exit", "vector")]
    [InlineData("irq_vectors:irq_work_entry", "x86_irq_vectors_irq_work_entry", "vector")]
    [InlineData("block:block_rq_insert", "block_rq_insert", "dev sector nr_sector bytes rwbs tid comm")]
    [InlineData("block:block_rq_issue", "block_rq_issue", "dev sector nr_sector bytes rwbs tid comm")]
    [InlineData("block:block_rq_complete", "block_rq_complete", "dev sector nr_sector error rwbs")]
    [InlineData("block:block_bio_frontmerge", "block_bio_frontmerge", "dev sector nr_sector rwbs tid comm")]
    [InlineData("block:block_bio_backmerge", "block_bio_backmerge", "dev sector nr_sector rwbs tid comm")]
    [InlineData("kmem:mm_page_alloc", "kmem_mm_page_alloc", "pfn order gfp_flags migratetype")]
    [InlineData("kmem:mm_page_free", "kmem_mm_page_free", "pfn order")]
    [InlineData("power:cpu_frequency", "power_cpu_frequency", "state cpu_id")]
    [InlineData("net:net_dev_queue", "net_dev_queue", "skbaddr len name")]
    [InlineData("net:netif_receive_skb", "net_if_receive_skb", "skbaddr len name")]
    [InlineData("kvm:kvm_entry", "kvm_x86_entry", "vcpu_id")]
    [InlineData("kvm:kvm_exit", "kvm_x86_exit", "exit_reason guest_rip isa info1 info2 vcpu_id")]
    public void ALayoutRowOfTraceCompassHolds(string event_, string name, string fields)
    {
        var type = Class(event_);
        Assert.Equal(name, type.Name);
        Assert.Superset(fields.Split(' ').ToHashSet(), type.Payload!.Members.Select(static m => m.Name!).ToHashSet());
    }

    [Theory]
    [InlineData("sched:sched_switch", "prev_state", "i64")]
    [InlineData("sched:sched_switch", "prev_comm", "text16")]
    [InlineData("sched:sched_switch", "next_prio", "i32")]
    [InlineData("sched:sched_process_exec", "filename", "string")]
    [InlineData("syscalls:sys_enter_openat", "dfd", "i32")]
    [InlineData("syscalls:sys_enter_openat", "filename", "x64")]
    [InlineData("syscalls:sys_enter_openat", "mode", "u16")]
    [InlineData("syscalls:sys_enter_lseek", "offset", "i64")]
    [InlineData("syscalls:sys_enter_write", "fd", "u32")]
    [InlineData("syscalls:sys_enter_write", "count", "u64")]
    [InlineData("syscalls:sys_exit_write", "ret", "i64")]
    [InlineData("block:block_rq_issue", "rwbs", "x32")]
    [InlineData("block:block_rq_issue", "dev", "u32")]
    [InlineData("irq:softirq_entry", "vec", "u32")]
    [InlineData("exceptions:page_fault_user", "address", "x64")]
    [InlineData("timer:hrtimer_start", "function", "x64")]
    [InlineData("raw_syscalls:sys_enter", "args", "6 of u64")]
    [InlineData("ipi:ipi_send_cpumask", "cpumask", "_cpumask_length of u64")]
    public void AFieldHasItsType(string name, string field, string type) =>
        Assert.Equal(type, Describe(Class(name).Payload!.Members.Single(m => m.Name == field).Class));

    [Theory]
    [InlineData("W", 1)]
    [InlineData("R", 4)]
    [InlineData("WS", 1 | 32)]
    [InlineData("RAM", 4 | 8 | 64)]
    [InlineData("D", 2)]
    [InlineData("DE", 2 | 128)]
    [InlineData("FF", 1024 | 256)]
    [InlineData("F", 256)]
    [InlineData("WFS", 1 | 512 | 32)]
    [InlineData("FWFSM", 1024 | 1 | 512 | 32 | 64)]
    [InlineData("FN", 1024)]
    [InlineData("N", 0)]
    [InlineData("", 0)]
    public void RwbsLettersBecomeBits(string letters, uint bits)
    {
        var bytes = new byte[10];
        System.Text.Encoding.ASCII.GetBytes(letters, bytes);
        Assert.Equal(bits, Rwbs.Parse(bytes));
    }

    [Fact]
    public void NamesAndFieldsAreUniqueOnThisKernel()
    {
        var names = new HashSet<string>();
        foreach (var name in s_catalogue.All.Append(EventCatalogue.Print))
        {
            var (eventClass, _) = PlanBuilder.Build(s_catalogue.Format(name));
            Assert.True(names.Add(eventClass.Name!), $"{name}: {eventClass.Name} is taken");
            var fields = eventClass.Payload?.Members.Select(m => m.Name).ToArray() ?? [];
            Assert.Equal(fields.Length, fields.Distinct().Count());
        }
    }

    private const string Labelled = "name: x\nID: 9\n\tfield:int kind; offset:8; size:4; signed:1;\n\tfield:u32 bits; offset:12; size:4; signed:0;\n\n"
        + "print fmt: \"%s %s\", __print_symbolic(REC->kind, { 1, \"A\" }, { -1, \"B\" }, { 2, \"A\" }), __print_flags(REC->bits, \"|\", { (1u << 0), \"R\" }, { 1u << 31, \"W\" })";

    [Fact]
    public void EventsThatLttngLacksHaveTheKernelsLabels()
    {
        var field = (IntegerFieldClass)PlanBuilder.Build(FormatParser.Parse(Labelled, "test", "migrate")).Class.Payload!.Members[0].Class;
        Assert.True(field.IsEnumeration);
        Assert.Equal(["A", "B"], field.Mappings.Select(m => m.Label));
        Assert.Equal([new(1, 1), new(2, 2)], field.Mappings[0].Ranges);
        var lttngs = Labelled.Replace("name: x", "name: softirq_entry", StringComparison.Ordinal);
        Assert.False(((IntegerFieldClass)PlanBuilder.Build(FormatParser.Parse(lttngs, "test", "irq")).Class.Payload!.Members[0].Class).IsEnumeration);
    }

    [Fact]
    public void FlagsAreABitMapWhereTheFormatHasOne()
    {
        var format = FormatParser.Parse(Labelled, "test", "migrate");
        var enumeration = (IntegerFieldClass)PlanBuilder.Build(format).Class.Payload!.Members[1].Class;
        Assert.Equal(["R=1", "W=2147483648"], enumeration.Mappings.Select(m => $"{m.Label}={m.Ranges[0].Lower}"));
        var bits = (BitArrayFieldClass)PlanBuilder.Build(format, CtfVersion.Ctf2).Class.Payload!.Members[1].Class;
        Assert.Equal((32, BitArrayKind.Map), (bits.Size, bits.Kind));
        Assert.Equal(["R=0", "W=31"], bits.Flags.Select(m => $"{m.Label}={m.Ranges[0].Lower}"));
    }

    [Fact]
    public void MostTablesOfThisKernelAreUnderstood()
    {
        var (understood, tables) = (0, 0);
        foreach (var format in s_catalogue.All.Select(s_catalogue.Format))
        {
            foreach (var field in format.Fields.Where(f => format.PrintFormat.Contains($"(REC->{f.Name}, {{", StringComparison.Ordinal) || format.PrintFormat.Contains($"__print_flags(REC->{f.Name}, ", StringComparison.Ordinal)))
            {
                tables++;
                if (format.Symbols(field.Name) is not null) understood++;
            }
        }

        output.WriteLine($"{understood} of {tables} tables of labels; the others have names that the kernel did not resolve");
        Assert.True(understood > tables * 0.75);
    }

    private static EventClass Class(string name)
    {
        var parts = name.Split(':');
        if (!s_catalogue.InSubsystem(parts[0]).Any(e => e.Event == parts[1])) Assert.Skip($"this kernel has no {name}");
        return PlanBuilder.Build(s_catalogue.Format(new(parts[0], parts[1]))).Class;
    }

    private static string Describe(FieldClass type) => type switch
    {
        IntegerFieldClass { Base: DisplayBase.Hexadecimal } i => $"x{i.Size}",
        IntegerFieldClass i => $"{(i.IsSigned ? 'i' : 'u')}{i.Size}",
        StaticLengthStringFieldClass s => $"text{s.Length}",
        StringFieldClass => "string",
        StaticArrayFieldClass a => $"{a.Length} of {Describe(a.Element)}",
        DynamicArrayFieldClass a => $"{a.Length.Path[0]} of {Describe(a.Element)}",
        _ => type.GetType().Name,
    };
}
