using Braid.Linux.Bpf;

namespace Braid.Sessions.Bpf;

/// <summary>The memory that the programs for system calls share with us and with each other.</summary>
internal sealed class SyscallMaps : IDisposable
{
    /// <summary>Bytes of a CPU's counters: a cache line of their own.</summary>
    public const int CountersSize = 64;

    private readonly List<BpfRing> _rings = [];
    private readonly List<IDisposable> _owned = [];

    /// <summary>Makes them, and a ring for each of <paramref name="cpus"/>.</summary>
    /// <exception cref="Linux.Interop.KernelException">The kernel refused; nothing is left.</exception>
    public SyscallMaps(IReadOnlyList<int> cpus, int possibleCpus, int ringSize)
    {
        try
        {
            foreach (var _ in cpus) _rings.Add(new("braid_ring", ringSize));
            Rings = Own(BpfMap.Create(BpfMapType.ArrayOfMaps, "braid_rings", 4, 4, possibleCpus, _rings[0].Map));
            for (var i = 0; i < cpus.Count; i++) Rings.Update(cpus[i], _rings[i].Map.Descriptor);
            Counters = Own(BpfMap.Create(BpfMapType.Array, "braid_lost", 4, CountersSize, possibleCpus, mappable: true));
            Scratch = Own(BpfMap.Create(BpfMapType.PerCpuArray, "braid_scratch", 4, RecordWriter.ScratchSize, 1));
            Entries = Own(BpfMap.Create(BpfMapType.Programs, "braid_entry", 4, 4, 2 * SyscallNumbers.Limit));
            Exits = Own(BpfMap.Create(BpfMapType.Programs, "braid_exit", 4, 4, 2 * SyscallNumbers.Limit));
            Processes = Own(BpfMap.Create(BpfMapType.Hash, "braid_pids", 4, 1, 1 << 16));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A ring for each CPU that has one, by its number.</summary>
    public BpfMap Rings { get; }

    /// <summary>For each CPU the events that its ring had no room for, a u64 at the start of each line.</summary>
    public BpfMap Counters { get; }

    /// <summary>Where records of unknown size are made.</summary>
    public BpfMap Scratch { get; }

    /// <summary>The programs that write entries, by <see cref="SyscallEvent.Slot"/>.</summary>
    public BpfMap Entries { get; }

    /// <summary>The programs that write exits.</summary>
    public BpfMap Exits { get; }

    /// <summary>The processes that are recorded, when not all are.</summary>
    public BpfMap Processes { get; }

    /// <summary>In the order of the CPUs given.</summary>
    public IReadOnlyList<BpfRing> RingOfEach => _rings;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var map in _owned) map.Dispose();
        foreach (var ring in _rings) ring.Dispose();
    }

    private BpfMap Own(BpfMap map)
    {
        _owned.Add(map);
        return map;
    }
}
