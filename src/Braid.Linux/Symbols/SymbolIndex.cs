using System.Globalization;
using Braid.Linux.Elf;

namespace Braid.Linux.Symbols;

/// <summary>The functions of a file, of the kernel or of a process, found by an address in them. Immutable.</summary>
public sealed class SymbolIndex
{
    private readonly (ulong Start, ulong End, string Name)[] _functions;

    private SymbolIndex(IEnumerable<(ulong Start, ulong End, string Name)> functions)
    {
        _functions = [.. functions];
        Array.Sort(_functions, static (a, b) => a.Start.CompareTo(b.Start));
    }

    /// <summary>The functions of an ELF file and, when it is stripped, of the file that has its symbols.</summary>
    /// <param name="file">The file.</param>
    /// <param name="debug">The other one, see <see cref="DebugFile"/>; null when there is none.</param>
    /// <exception cref="InvalidDataException">A file contradicts itself.</exception>
    public static SymbolIndex Of(ElfFile file, ElfFile? debug) =>
        new(ElfSymbols.Read(file).Concat(debug is null ? [] : ElfSymbols.Read(debug))
            .Where(s => s.Kind is ElfSymbolKind.Function or ElfSymbolKind.IndirectFunction && file.SegmentOf(s.Address) is { IsExecutable: true })
            .Select(static s => (s.Address, s.Address + s.Size, s.Name)));

    /// <summary>The functions of the kernel: /proc/kallsyms. None for users to whom it shows no addresses.</summary>
    public static SymbolIndex OfKernel()
    {
        var functions = new List<(ulong, ulong, string)>();
        foreach (var line in File.ReadLines("/proc/kallsyms"))
        {
            // ADDRESS TYPE NAME[\tMODULE]
            var fields = line.Split(' ', 3);
            if (fields is not [var address, "T" or "t" or "W" or "w", var name]) continue;
            var start = ulong.Parse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (start != 0) functions.Add((start, start, name.Split('\t')[0]));
        }

        return new(functions);
    }

    /// <summary>The methods in a perf map: lines <c>START SIZE NAME</c>, numbers in base 16, .NET's with 0x (tools/perf/Documentation/jit-interface.txt). Lines of another form are passed over.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SymbolIndex OfPerfMap(string path)
    {
        var functions = new List<(ulong, ulong, string)>();
        foreach (var line in File.ReadLines(path))
        {
            if (line.Split(' ', 3) is not [var address, var size, var name]
                || !ulong.TryParse(address.StartsWith("0x", StringComparison.Ordinal) ? address.AsSpan(2) : address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
                || !ulong.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length)) continue;
            functions.Add((start, start + length, name));
        }

        return new(functions);
    }

    /// <summary>The function with <paramref name="address"/>; null when there is none. One without a size goes to the next one.</summary>
    public string? Find(ulong address)
    {
        var (low, high) = (0, _functions.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_functions[middle].Start <= address) low = middle + 1;
            else high = middle;
        }

        // Several may begin at one place, not all of them with a size.
        for (var i = low - 1; i >= 0 && low - i <= 8; i--)
        {
            var (start, end, name) = _functions[i];
            if (address < end || end == start) return name;
        }

        return null;
    }
}
