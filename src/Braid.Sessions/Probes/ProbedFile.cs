using Braid.Linux.Elf;
using Braid.Linux.Unwinding;
using Braid.Linux.Uprobes;
using Braid.Sessions.Recording;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Probes;

/// <summary>A program or library that gets a probe: finds the place, and examines it. Dispose it.</summary>
internal sealed class ProbedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly ElfFile _elf;
    private readonly string _path;
    
    /// <summary>What warnings and errors begin with.</summary>
    private readonly string _subject;
    private readonly Lazy<ElfSymbol[]> _symbols;

    private ProbedFile(SafeFileHandle handle, ElfFile elf, string path, string subject)
    {
        (_handle, _elf, _path, _subject) = (handle, elf, path, subject);
        _symbols = new(ReadSymbols);
    }

    /// <summary>Opens the file of <paramref name="probe"/>.</summary>
    /// <exception cref="RecordingException">It cannot have probes; the message says why.</exception>
    public static ProbedFile Open(UserProbe probe) => Open(probe.Path, probe.Text);

    /// <summary>Opens the file <paramref name="program"/>, without a slash that of PATH.</summary>
    /// <param name="program">The file.</param>
    /// <param name="probe">The probe that errors name; null when there is none.</param>
    /// <exception cref="RecordingException">It cannot have probes; the message says why.</exception>
    public static ProbedFile Open(string program, string? probe = null)
    {
        var subject = probe is null ? "" : $"probe '{probe}': ";
        var path = FindProgram(program) ?? throw new RecordingException($"{subject}{program}: no such file{(program.Contains('/', StringComparison.Ordinal) ? "" : " in PATH")}");
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            var elf = ElfFile.TryOpen(handle, path) ?? throw new InvalidDataException(Refusal(handle, path));
            return new(handle, elf, path, subject);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            handle?.Dispose();
            throw new RecordingException(subject + e.Message, e);
        }
    }

    /// <summary>Whether its code is for arm64.</summary>
    public bool IsArm64 => _elf.Machine == ElfFile.MachineArm64;

    /// <summary>The file in the kernel's notation: white space in a path would end it there, so that goes by the open file.</summary>
    public string KernelPath => _path.Any(char.IsWhiteSpace) ? FormattableString.Invariant($"/proc/self/fd/{_handle.DangerousGetHandle()}") : _path;

    /// <summary>Where a function, or the address in it, gets the probe: its offset in the file.</summary>
    /// <param name="probe">No USDT probe.</param>
    /// <param name="warn">Told when the place is a slow one.</param>
    public ulong Place(UserProbe probe, Action<string> warn)
    {
        var function = probe.Symbol.Length > 0 ? Function(probe.Symbol) : FunctionAt(probe.Offset);
        var offset = probe.Symbol.Length > 0 ? probe.Offset : probe.Offset - function.Address;
        if (function.Size > 0 && offset >= function.Size) throw Bad($"{function.Name} has {function.Size} bytes");
        if (probe.IsReturn && offset != 0) throw Bad($"0x{probe.Offset:x} is not where {function.Name} begins: only there is it known where it returns to");
        var address = offset == 0 ? ProbeSite.Entry(_elf, function.Address) : function.Address + offset;
        var site = Examine(function.Address, address);
        if (site.Cost == ProbeCost.SingleStep && !IsArm64)
            warn($"{_subject}the kernel has to single-step '{site.Instruction}' at {function.Name}+{address - function.Address}: that costs some ten times as much as a nop, push, call or jump");
        return _elf.OffsetOf(address)!.Value;
    }

    /// <summary>The places of a USDT probe: their definitions but for the file's path.</summary>
    /// <param name="probe">A USDT probe.</param>
    /// <param name="warn">Told of arguments that are left out, and why.</param>
    public IEnumerable<(string Place, string Arguments)> Places(UserProbe probe, Action<string> warn)
    {
        var all = Declared;
        var found = all.Where(p => p.Provider == probe.Provider && p.Name == probe.Symbol).ToList();
        if (found.Count == 0) throw Bad(all.Count == 0 ? $"{_path} has no USDT probes" : $"{_path} has no such USDT probe; see 'braid list --userspace-probes {_path}'");
        foreach (var usdt in found)
        {
            Examine(usdt.Address, usdt.Address);
            var semaphore = "";
            if (usdt.Semaphore != 0) semaphore = _elf.OffsetOf(usdt.Semaphore) is { } counter ? $"(0x{counter:x})" : throw Bad($"its semaphore at 0x{usdt.Semaphore:x} is not in the file");
            var arguments = new List<string>();
            foreach (var (text, fetch, obstacle) in UsdtArguments.Parse(usdt, _elf.Machine, AddressOf))
            {
                if (fetch is null) warn($"{_subject}argument '{text}' is left out: {obstacle}");
                else arguments.Add($"arg{arguments.Count + 1}={fetch}");
            }

            yield return ($"0x{_elf.OffsetOf(usdt.Address)!.Value:x}{semaphore}", string.Join(' ', arguments));
        }
    }

    /// <summary>The USDT probes.</summary>
    public IReadOnlyList<UsdtProbe> Declared => UsdtProbes.Read(_elf);

    /// <summary>The names of its functions, each once.</summary>
    public IEnumerable<string> Functions => _symbols.Value.Where(s => s.Kind == ElfSymbolKind.Function && _elf.SegmentOf(s.Address) is { IsExecutable: true }).Select(static s => s.Name).Distinct();

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private ProbeSite Examine(ulong start, ulong address)
    {
        try
        {
            return ProbeSite.Examine(_elf, start, address);
        }
        catch (NotSupportedException e)
        {
            throw Bad($"{_path}: {e.Message}");
        }
    }

    private ElfSymbol Function(string name)
    {
        var found = _symbols.Value.Where(s => s.Name == name && s.Kind != ElfSymbolKind.Object && _elf.SegmentOf(s.Address) is { IsExecutable: true }).DistinctBy(static s => s.Address).ToList();
        if (found.Count == 0) throw Bad($"{_path} has no function '{name}'; see 'braid list --userspace-probes {_path}'");
        if (found.Count > 1) throw Bad($"{_path} has {found.Count} functions '{name}': name one by its address, {string.Join(", ", found.Select(static s => $"0x{s.Address:x}"))}");
        if (found[0].Kind == ElfSymbolKind.IndirectFunction) throw Bad($"'{name}' is chosen among several functions when a program starts (IFUNC): name one of those");
        return found[0];
    }

    private ElfSymbol FunctionAt(ulong address)
    {
        var found = _symbols.Value.Where(s => s.Kind is ElfSymbolKind.Function or ElfSymbolKind.IndirectFunction && address >= s.Address && address - s.Address < Math.Max(s.Size, 1)).ToList();
        if (found.Count > 0) return found.MaxBy(static s => s.Address);

        // A stripped file still says where its functions are, for unwinding.
        return CallFrameTable.TryRead(_elf)?.FunctionAt(address) is var (start, end)
            ? new(FormattableString.Invariant($"0x{start:x}"), start, end - start, ElfSymbolKind.Function)
            : throw Bad($"no function of {_path} is known to have code at 0x{address:x}: whether an instruction begins there cannot be told");
    }

    private ulong? AddressOf(string variable)
    {
        foreach (var symbol in _symbols.Value)
        {
            if (symbol.Name == variable) return symbol.Address;
        }

        return null;
    }

    private ElfSymbol[] ReadSymbols()
    {
        ElfSymbol[] own = [.. ElfSymbols.Read(_elf)];
        if (DebugFile.Find(_path, ElfReader.Read(_elf)) is not { } path) return own;
        using var handle = File.OpenHandle(path);
        return ElfFile.TryOpen(handle, path) is { } debug ? [.. own, .. ElfSymbols.Read(debug)] : own;
    }

    private RecordingException Bad(string what) => new(_subject + what);

    private static string Refusal(SafeFileHandle handle, string path)
    {
        Span<byte> start = stackalloc byte[2];
        var isAssembly = RandomAccess.Read(handle, start, 0) == 2 && start.SequenceEqual("MZ"u8);
        return isAssembly
            ? $"{path} is a .NET assembly: its methods become code when the program runs, and move, so no place in the file is theirs; --dotnet and 'braid attach --bridge' record such programs"
            : $"{path} is no ELF file";
    }

    private static string? FindProgram(string path)
    {
        if (path.Contains('/', StringComparison.Ordinal)) return File.Exists(path) ? Path.GetFullPath(path) : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.GetFullPath(Path.Combine(directory, path))).FirstOrDefault(File.Exists);
    }
}
