namespace Braid.Sessions.Recording;

/// <summary>Where system calls come from; the kernel's other events come from tracefs.</summary>
public enum KernelSource
{
    /// <summary>eBPF where it can be used, else tracefs, which is said.</summary>
    Auto,

    /// <summary>tracefs: addresses instead of texts and structures, and no calls of 32-bit programs.</summary>
    Tracefs,

    /// <summary>eBPF; refused where it cannot be used.</summary>
    Ebpf,
}
