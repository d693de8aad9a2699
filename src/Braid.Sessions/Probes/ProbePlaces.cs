using Braid.Linux.Elf;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Probes;

/// <summary>Where a program or library can have probes.</summary>
public sealed class ProbePlaces
{
    private ProbePlaces(IReadOnlyList<UsdtProbe> declared, IReadOnlyList<string> functions) => (Declared, Functions) = (declared, functions);

    /// <summary>The USDT probes that it declares, in the order of the file.</summary>
    public IReadOnlyList<UsdtProbe> Declared { get; }

    /// <summary>Its functions, by name.</summary>
    public IReadOnlyList<string> Functions { get; }

    /// <summary>Reads the places in <paramref name="path"/>; without a slash, it is looked for in PATH.</summary>
    /// <exception cref="RecordingException">It is no file that can have probes; the message says why.</exception>
    public static ProbePlaces Read(string path)
    {
        using var file = ProbedFile.Open(path);
        return new(file.Declared, [.. file.Functions.Order(StringComparer.Ordinal)]);
    }
}
