namespace Braid.Linux.Elf;

/// <summary>
/// Finds the file into which the symbols of a stripped program were put (gdb's manual, "Separate Debug Files"): by its build
/// id below /usr/lib/debug/.build-id, or by the name in .gnu_debuglink beside the program, in .debug there, or below
/// /usr/lib/debug. Only one that is of the very same build: the same build id, or the checksum that the program names.
/// </summary>
public static class DebugFile
{
    private const string Root = "/usr/lib/debug";

    private const uint Polynomial = 0xEDB88320; // CRC-32 of ISO 3309, reflected

    /// <summary>The path of the file; null when there is none.</summary>
    /// <param name="path">The program or library.</param>
    /// <param name="image">What it says of itself.</param>
    public static string? Find(string path, ElfImage image)
    {
        foreach (var candidate in Candidates(path, image))
        {
            if (candidate != path && File.Exists(candidate) && IsOf(candidate, image)) return candidate;
        }

        return null;
    }

    private static IEnumerable<string> Candidates(string path, ElfImage image)
    {
        if (image.BuildId.Length > 1)
        {
            var id = Convert.ToHexStringLower(image.BuildId);
            yield return $"{Root}/.build-id/{id[..2]}/{id[2..]}.debug";
        }

        // The name is the file's choice: one that is a path would lead anywhere.
        if (image.DebugLink is not { } link || link.Contains('/', StringComparison.Ordinal)) yield break;
        var directory = Path.GetDirectoryName(path)!;
        yield return Path.Combine(directory, link);
        yield return Path.Combine(directory, ".debug", link);
        yield return $"{Root}{directory}/{link}";
    }

    private static bool IsOf(string path, ElfImage image)
    {
        try
        {
            using var file = File.OpenHandle(path);
            if (image.BuildId.Length > 0) return ElfReader.TryRead(file, path) is { } found && found.BuildId.AsSpan().SequenceEqual(image.BuildId);
            using var bytes = File.OpenRead(path);
            return Checksum(bytes) == image.DebugLinkChecksum;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false; // not the file that was looked for
        }
    }

    private static uint Checksum(Stream bytes)
    {
        Span<uint> table = stackalloc uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ Polynomial : value >> 1;
            table[(int)i] = value;
        }

        var checksum = uint.MaxValue;
        var buffer = new byte[1 << 16];
        for (int count; (count = bytes.Read(buffer)) > 0;)
        {
            foreach (var b in buffer.AsSpan(0, count)) checksum = table[(int)((checksum ^ b) & 0xff)] ^ (checksum >> 8);
        }

        return ~checksum;
    }
}
