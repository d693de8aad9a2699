namespace Braid.Linux.Bpf;

/// <summary>Kinds of maps, by their numbers in <c>include/uapi/linux/bpf.h</c>.</summary>
public enum BpfMapType
{
    /// <summary>Any keys.</summary>
    Hash = 1,

    /// <summary>The keys are u32 from 0 on; all entries exist and are zero at first.</summary>
    Array = 2,

    /// <summary>The keys are u32 from 0 on, the values programs, for tail calls.</summary>
    Programs = 3,

    /// <summary>As <see cref="Hash"/>; each CPU has values of its own.</summary>
    PerCpuHash = 5,

    /// <summary>As <see cref="Array"/>; each CPU has values of its own.</summary>
    PerCpuArray = 6,

    /// <summary>The keys are u32 from 0 on, the values maps of one kind and size.</summary>
    ArrayOfMaps = 12,

    /// <summary>Records from programs to one reader: <see cref="BpfRing"/>.</summary>
    Ring = 27,
}
