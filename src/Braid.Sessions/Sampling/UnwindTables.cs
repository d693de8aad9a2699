using System.Runtime.InteropServices;
using Braid.Linux.Elf;
using Braid.Linux.Unwinding;

namespace Braid.Sessions.Sampling;

/// <summary>The unwind tables of the files that processes execute, each read when it is first needed. One thread at a time.</summary>
internal sealed class UnwindTables(AddressSpaces spaces)
{
    private readonly Dictionary<int, (CallFrameTable? Table, Func<ulong, ulong?> AddressOf)> _files = [];

    /// <summary>The table of the file at an address of a process, and what to subtract from the address; no table for code without one.</summary>
    public (CallFrameTable? Table, ulong Bias) Find(int pid, ulong address)
    {
        if (spaces.Find(pid, address) is not { File: >= 0 } mapping) return default;
        ref var file = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, mapping.File, out var isKnown);
        if (!isKnown) file = Read(spaces.Files[mapping.File]);
        return file.Table is not null && file.AddressOf(address - mapping.Start + mapping.Offset) is { } linked ? (file.Table, address - linked) : default;
    }

    private static (CallFrameTable?, Func<ulong, ulong?>) Read(SampledFile file)
    {
        try
        {
            if (!File.Exists(file.Path)) return default;
            using var handle = File.OpenHandle(file.Path);
            if (ElfFile.TryOpen(handle, file.Path) is not { Machine: ElfFile.MachineX64 } elf) return default;
            if (file.BuildId.Length > 0 && Convert.ToHexStringLower(ElfReader.Read(elf).BuildId) != file.BuildId) return default;
            return (CallFrameTable.TryRead(elf), elf.AddressOf);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return default; // its callers are looked for by frame pointers
        }
    }
}
