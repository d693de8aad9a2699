using System.Runtime.InteropServices;
using Braid.Linux.Elf;
using Braid.Linux.Symbols;

namespace Braid.Sessions.Sampling;

/// <summary>
/// The names of frames: <c>FUNCTION [FILE]</c>, or <c>[FILE]</c> where its symbols are not to be had. A file is used only when it
/// has the build id that the kernel saw. One thread at a time.
/// </summary>
internal sealed class FrameNames(IReadOnlyList<SampledFile> files, IReadOnlyDictionary<int, string> perfMaps)
{
    private readonly Lazy<SymbolIndex> _kernel = new(SymbolIndex.OfKernel);
    private readonly Dictionary<int, Func<ulong, string>> _files = [], _processes = [];

    public string Of(Frame frame) => frame.Kind switch
    {
        FrameKind.Kernel => _kernel.Value.Find(frame.Address) is { } name ? $"{name} [kernel]" : "[kernel]",
        FrameKind.File => Cached(_files, frame.Id, OfFile)(frame.Address),
        _ => Cached(_processes, frame.Id, OfProcess)(frame.Address),
    };

    private static Func<ulong, string> Cached(Dictionary<int, Func<ulong, string>> known, int id, Func<int, Func<ulong, string>> make)
    {
        ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(known, id, out _);
        return found ??= make(id);
    }

    private Func<ulong, string> OfFile(int number)
    {
        var file = files[number];
        var module = file.Path == "[vdso]" ? file.Path : $"[{Path.GetFileName(file.Path)}]";
        try
        {
            if (Read(file) is { } read) return offset => read.Address(offset) is { } address && read.Symbols.Find(address) is { } name ? $"{name} {module}" : module;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Without its symbols: the name of the file says where to look for them.
        }

        return _ => module;
    }

    private static (Func<ulong, ulong?> Address, SymbolIndex Symbols)? Read(SampledFile file)
    {
        if (!File.Exists(file.Path)) return null;
        using var handle = File.OpenHandle(file.Path);
        if (ElfFile.TryOpen(handle, file.Path) is not { } elf) return null;
        var image = ElfReader.Read(elf);
        if (file.BuildId.Length > 0 && Convert.ToHexStringLower(image.BuildId) != file.BuildId) return null;
        using var debug = DebugFile.Find(file.Path, image) is { } path ? File.OpenHandle(path) : null;
        return (elf.AddressOf, SymbolIndex.Of(elf, debug is null ? null : ElfFile.TryOpen(debug, file.Path)));
    }

    private Func<ulong, string> OfProcess(int pid)
    {
        if (!perfMaps.TryGetValue(pid, out var path) || !File.Exists(path)) return static _ => "[unknown]";
        var map = SymbolIndex.OfPerfMap(path);
        return address => map.Find(address) is { } name ? $"{name} [jit]" : "[unknown]";
    }
}
