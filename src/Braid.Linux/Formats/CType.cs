namespace Braid.Linux.Formats;

/// <summary>
/// The C integer types whose size or sign the format files do not tell: elements of dynamic arrays, and the arguments of
/// system calls, all of which are stored as unsigned 64-bit words whatever their type (include/linux/syscalls.h). x86-64
/// and arm64.
/// </summary>
public static class CType
{
    private static readonly Dictionary<string, (int Size, bool Signed)> s_types = Table();

    /// <summary>Finds the size in bytes and the sign of <paramref name="type"/>; qualifiers are passed over.</summary>
    public static bool TryGet(string type, out int size, out bool signed)
    {
        if (type.Contains('*', StringComparison.Ordinal))
        {
            (size, signed) = (8, false);
            return true;
        }

        var known = s_types.TryGetValue(Unqualified(type), out var found);
        (size, signed) = found;
        return known;
    }

    private static string Unqualified(string type) =>
        string.Join(' ', type.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w is not ("const" or "volatile")));

    private static Dictionary<string, (int, bool)> Table()
    {
        var table = new Dictionary<string, (int, bool)>(StringComparer.Ordinal);
        Add(1, false, "char bool _Bool u8 __u8 uint8_t", "unsigned char");
        Add(1, true, "s8 __s8 int8_t", "signed char");
        Add(2, false, "u16 __u16 uint16_t umode_t ushort", "unsigned short", "short unsigned int");
        Add(2, true, "short s16 __s16 int16_t", "short int");
        Add(4, false, "unsigned u32 __u32 uint32_t uint uid_t gid_t qid_t mode_t dev_t gfp_t", "unsigned int");
        Add(4, true, "int s32 __s32 int32_t pid_t clockid_t mqd_t key_t key_serial_t timer_t rwf_t");
        Add(8, false, "u64 __u64 uint64_t size_t aio_context_t ino_t sector_t", "unsigned long", "long unsigned int", "unsigned long long");
        Add(8, true, "long s64 __s64 int64_t off_t loff_t ssize_t", "long int", "long long");
        table.Add("cpumask_t", (8, false));
        return table;

        void Add(int size, bool signed, string words, params ReadOnlySpan<string> phrases)
        {
            foreach (var word in words.Split(' ')) table.Add(word, (size, signed));
            foreach (var phrase in phrases) table.Add(phrase, (size, signed));
        }
    }
}
