using Braid.Linux.Formats;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// What LTTng's kernel tracer calls the kernel's events and fields, and where its values differ (lttng-modules 2.13). One
/// row per difference. Events that LTTng never had are called <c>subsystem_event</c>.
/// </summary>
internal static class EventMapping
{
    private static readonly NameRule[] s_names =
    [
        new("syscalls:sys_enter_*", "syscall_entry_*"),
        new("syscalls:sys_exit_*", "syscall_exit_*"),
        new("irq_vectors:*", "x86_irq_vectors_*"),
        new("exceptions:*", "x86_exceptions_*"),
        new("net:netif_*", "net_if_*"),
        new("skb:kfree_skb", "skb_kfree"),
        new("skb:consume_skb", "skb_consume"),
        new("compaction:mm_compaction_*", "compaction_*"),
        new("vmscan:mm_vmscan_*", "mm_vmscan_*"),
        new("filemap:mm_filemap_*", "mm_filemap_*"),
        new("kvmmmu:kvm_mmu_*", "kvm_mmu_*"),
        new("kvm:kvm_userspace_exit", "kvm_userspace_exit"),
        new("kvm:kvm_set_irq", "kvm_set_irq"),
        new("kvm:kvm_ioapic_*", "kvm_ioapic_*"),
        new("kvm:kvm_msi_set_irq", "kvm_msi_set_irq"),
        new("kvm:kvm_ack_irq", "kvm_ack_irq"),
        new("kvm:kvm_mmio", "kvm_mmio"),
        new("kvm:kvm_fpu", "kvm_fpu"),
        new("kvm:kvm_age_*", "kvm_age_*"),
        new("kvm:kvm_try_async_get_page", "kvm_try_async_get_page"),
        new("kvm:kvm_async_pf_*", "kvm_async_pf_*"),
        new("kvm:kvm_*", "kvm_x86_*"),
    ];

    private static readonly FieldRule[] s_fields =
    [
        new("sched", "pid", "tid"),
        new("sched", "prev_pid", "prev_tid"),
        new("sched", "next_pid", "next_tid"),
        new("sched", "parent_pid", "parent_tid"),
        new("sched", "child_pid", "child_tid"),
        new("sched", "old_pid", "old_tid"),
        new("sched", "prio", "prio", FieldConversion.Priority),
        new("sched", "prev_prio", "prev_prio", FieldConversion.Priority),
        new("sched", "next_prio", "next_prio", FieldConversion.Priority),
        new("sched", "oldprio", "oldprio", FieldConversion.Priority),
        new("sched", "newprio", "newprio", FieldConversion.Priority),
        new("block", "rwbs", "rwbs", FieldConversion.Rwbs),
        new("syscalls", "__syscall_nr", "", FieldConversion.Drop),
    ];

    /// <summary>Subsystems that LTTng traces too: what it writes as plain integers stays so, even when the kernel knows labels.</summary>
    private static readonly HashSet<string> s_plainIntegers = new(StringComparer.Ordinal)
    {
        "block", "btrfs", "compaction", "exceptions", "ext4", "irq", "irq_vectors", "jbd2", "kmem", "kvm", "kvmmmu", "napi", "net", "oom",
        "power", "printk", "raw_syscalls", "rcu", "rpm", "sched", "signal", "skb", "sock", "syscalls", "timer", "udp", "vmscan",
        "workqueue", "writeback",
    };

    /// <summary>Integers that hold addresses though their type does not say so.</summary>
    private static readonly HashSet<string> s_addresses = new(StringComparer.Ordinal)
    {
        "ip", "addr", "address", "call_site", "caller", "caller_ip", "callsite", "func", "function", "parent_ip", "ptr", "vaddr",
    };

    /// <summary>The LTTng name of <paramref name="name"/>.</summary>
    internal static string Name(EventName name)
    {
        var full = name.ToString();
        foreach (var rule in s_names)
        {
            if (rule.Apply(full) is { } mapped) return mapped;
        }

        return BeginsWithSubsystem(name) ? name.Event : $"{name.Subsystem}_{name.Event}";
    }

    /// <summary>The rule for <paramref name="field"/>; one that changes nothing when there is none.</summary>
    internal static FieldRule Field(EventFormat format, FormatField field)
    {
        foreach (var rule in s_fields)
        {
            if (rule.Field == field.Name && rule.Subsystem == format.Subsystem) return Fitting(rule, format, field);
        }

        return new(format.Subsystem, field.Name, ProbeField(field.Name));
    }

    /// <summary>Where a probe is and where its function returns to, as LTTng calls them; other fields as they are.</summary>
    private static string ProbeField(string name) => name switch
    {
        "__probe_ip" or "__probe_func" => "ip",
        "__probe_ret_ip" => "parent_ip",
        _ => name,
    };

    /// <summary>True when values of the field should be labelled as the kernel's print format labels them.</summary>
    internal static bool HasLabels(EventFormat format) => !s_plainIntegers.Contains(format.Subsystem);

    /// <summary>True when people read the field in base 16.</summary>
    internal static bool IsAddress(FormatField field) => field.IsPointer || ProbeField(field.Name) != field.Name || (field.ElementSize == 8 && s_addresses.Contains(field.Name));

    /// <summary>
    /// True for requests to block devices: LTTng adds the thread, which mainline has only in the head of the record.
    /// </summary>
    internal static bool NeedsTid(EventFormat format) => format.Subsystem == "block" && format.Fields.Any(f => f.Name == "comm");

    private static bool BeginsWithSubsystem(EventName name) =>
        name.Event.StartsWith(name.Subsystem, StringComparison.Ordinal)
        && (name.Event.Length == name.Subsystem.Length || name.Event[name.Subsystem.Length] == '_');

    // A new name that the event uses already, or a type that the conversion is not made for, leaves the field as it is.
    private static FieldRule Fitting(FieldRule rule, EventFormat format, FormatField field)
    {
        if (rule.Name != field.Name && format.Fields.Any(f => f.Name == rule.Name)) rule = rule with { Name = field.Name };
        var fits = rule.Conversion switch
        {
            FieldConversion.Priority => field is { ElementSize: 4, IsArray: false, Storage: FieldStorage.InPlace },
            FieldConversion.Rwbs => field is { IsText: true, Storage: FieldStorage.InPlace },
            _ => true,
        };
        return fits ? rule : rule with { Conversion = FieldConversion.None };
    }
}
