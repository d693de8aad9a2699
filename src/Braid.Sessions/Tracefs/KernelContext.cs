using Braid.Ctf.Schema;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// A context of kernel events that each record of the ring buffer carries: its name as LTTng's <c>add-context</c> takes it, its
/// field as lttng-modules writes it. The thread id always goes with kernel events; the CPU is its stream's, the host name the
/// trace's.
/// </summary>
public sealed class KernelContext
{
    /// <summary>Of common_flags (include/linux/trace_events.h).</summary>
    private const byte InterruptsOff = 0x01, NeedResched = 0x04, InInterrupt = 0x08 | 0x10 | 0x40 | 0x80;

    /// <summary>Of common_preempt_count: how deep preemption is disabled, and above, how deep migration is.</summary>
    private const byte PreemptionDepth = 0x0F;

    private static readonly KernelContext[] s_all =
    [
        new("preemptible", isSigned: false, InInterrupt, PreemptionDepth, isSet: false),
        new("interruptible", isSigned: true, InterruptsOff, 0, isSet: false),
        new("need_reschedule", isSigned: false, NeedResched, 0, isSet: true),
        new("migratable", isSigned: false, 0, unchecked((byte)~PreemptionDepth), isSet: false),
    ];

    private KernelContext(string name, bool isSigned, byte flags, byte count, bool isSet)
    {
        Member = new(name, new IntegerFieldClass(8, isSigned));
        (Flags, Count, IsSet) = (flags, count, isSet);
    }

    /// <summary>The contexts that every kernel trace has anyway.</summary>
    public static IReadOnlyList<string> Implied { get; } = ["tid", "cpu_id", "hostname"];

    /// <summary>Every name that <see cref="TryParse"/> takes.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. s_all.Select(static c => c.Member.Name)];

    /// <summary>The field.</summary>
    public StructureMember Member { get; }

    /// <summary>The bits of common_flags that matter.</summary>
    internal byte Flags { get; }

    /// <summary>The bits of common_preempt_count that matter.</summary>
    internal byte Count { get; }

    /// <summary>The most bytes that contexts take.</summary>
    internal static int MaximumSize => s_all.Length;

    /// <summary>Whether the context is 1 when a bit is set, rather than when none is.</summary>
    internal bool IsSet { get; }

    /// <summary>The context called <paramref name="name"/>; null when there is none.</summary>
    public static KernelContext? TryParse(string name) => Array.Find(s_all, c => c.Member.Name == name);

    /// <summary>The value for a record with these common_flags and this common_preempt_count.</summary>
    internal byte Value(byte flags, byte count) => (((flags & Flags) | (count & Count)) != 0) == IsSet ? (byte)1 : (byte)0;
}
