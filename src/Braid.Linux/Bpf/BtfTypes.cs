using System.Buffers.Binary;
using System.Text;
using Braid.Linux.Interop;

namespace Braid.Linux.Bpf;

/// <summary>
/// The types of a kernel, in BPF's type format (Documentation/bpf/btf.rst). The bytes stay as they are: one pass notes where
/// each type begins, and a name is looked for once among the strings and then compared by its offset. Immutable.
/// <code>
/// type   u32 name, u32 kind_flag &lt;&lt; 31 | kind &lt;&lt; 24 | count, u32 size or type, then by kind
/// </code>
/// </summary>
public sealed class BtfTypes
{
    /// <summary>The file of the running kernel's own types.</summary>
    public const string KernelPath = "/sys/kernel/btf/vmlinux";

    private const ushort Magic = 0xEB9F;
    private const int HeaderSize = 24, TypeSize = 12, MemberSize = 12;

    /// <summary>How many names for a name there can be, how deep structures without a name, and how many members in all of those.</summary>
    private const int MaximumDepth = 32, MaximumMembers = 1 << 17;

    private readonly byte[] _data;
    private readonly string _path;
    private readonly int _stringsStart, _stringsEnd;

    /// <summary>Where each type begins; index 0 is void and unused.</summary>
    private readonly int[] _types;

    private BtfTypes(byte[] data, string path)
    {
        (_data, _path) = (data, path);
        if (data.Length < HeaderSize || BinaryPrimitives.ReadUInt16LittleEndian(data) != Magic) throw Bad(0, "no BTF header");
        var start = (long)U32(4);
        var (typesStart, typesEnd) = Section(start, 8);
        (_stringsStart, _stringsEnd) = Section(start, 16);
        _types = Index(typesStart, typesEnd);
    }

    /// <summary>The number of types and 1: ids are below.</summary>
    public int Count => _types.Length;

    /// <summary>Reads the types of the running kernel.</summary>
    /// <exception cref="IOException">The kernel has none, or they cannot be read.</exception>
    /// <exception cref="InvalidDataException">They are not as they should be; the message names the offset.</exception>
    public static BtfTypes ReadKernel() =>
        File.Exists(KernelPath) ? Parse(File.ReadAllBytes(KernelPath), KernelPath) : throw new KernelException(Errno.NoEntry, "open", KernelPath, "kernel: CONFIG_DEBUG_INFO_BTF=y");

    /// <summary>Reads <paramref name="data"/>, which is not copied and must not change.</summary>
    /// <exception cref="InvalidDataException">The message names <paramref name="path"/> and the offset.</exception>
    public static BtfTypes Parse(byte[] data, string path) => new(data, path);

    /// <summary>The id of the first type of this kind and name; 0 when there is none.</summary>
    public int Find(BtfKind kind, string name)
    {
        var wanted = FindString(name);
        if (wanted < 0) return 0;
        for (var id = 1; id < _types.Length; id++)
        {
            if (U32(_types[id]) == wanted && KindOf(id) == kind) return id;
        }

        return 0;
    }

    /// <summary>The kind of the type <paramref name="id"/>.</summary>
    /// <exception cref="InvalidDataException">There is no such type.</exception>
    public BtfKind KindOf(int id) => id == 0 ? BtfKind.None : (BtfKind)(U32(At(id) + 4) >> 24 & 0x1F);

    /// <summary>
    /// The type behind <paramref name="id"/> when names, const and the like are taken off; and with <paramref name="pointers"/>
    /// pointers as well.
    /// </summary>
    /// <exception cref="InvalidDataException">It goes round in a circle.</exception>
    public int Resolve(int id, bool pointers = false)
    {
        for (var depth = 0; depth < MaximumDepth; depth++)
        {
            if (KindOf(id) is not (BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict or BtfKind.TypeTag)
                && !(pointers && KindOf(id) == BtfKind.Pointer)) return id;
            id = (int)U32(At(id) + 8);
        }

        throw Bad(At(id), "a type that stands for itself");
    }

    /// <summary>Bytes of an integer, enumeration, structure or union; of a pointer 8.</summary>
    public int Size(int id)
    {
        id = Resolve(id);
        return KindOf(id) == BtfKind.Pointer ? 8 : (int)U32(At(id) + 8);
    }

    /// <summary>Finds a member of a structure or union, also in members of it that have no name; null when it has none so called.</summary>
    /// <exception cref="InvalidDataException">The types are not as they should be.</exception>
    public BtfMember? Member(int structure, string name)
    {
        var wanted = FindString(name);
        var left = MaximumMembers;
        return wanted < 0 ? null : Member(Resolve(structure), (uint)wanted, 0, ref left);
    }

    /// <summary>
    /// Finds what <paramref name="path"/> leads to from the structure called <paramref name="structure"/>, through structures
    /// within structures; null when there is no such way.
    /// </summary>
    public BtfMember? Member(string structure, params ReadOnlySpan<string> path)
    {
        var found = new BtfMember(0, 0, Find(BtfKind.Structure, structure));
        foreach (var name in path)
        {
            if (found.Type == 0 || Member(found.Type, name) is not { } member) return null;
            found = member with { BitOffset = found.BitOffset + member.BitOffset };
        }

        return found;
    }

    private BtfMember? Member(int structure, uint name, int depth, ref int left)
    {
        if (depth == MaximumDepth) throw Bad(At(structure), "a structure within itself");
        if (KindOf(structure) is not (BtfKind.Structure or BtfKind.Union)) return null;
        var start = At(structure);
        var info = U32(start + 4);
        var hasBitFields = info >> 31 != 0;
        for (var i = 0; i < (info & 0xFFFF); i++)
        {
            if (--left < 0) throw Bad(start, $"more than {MaximumMembers} members");
            var at = start + TypeSize + (i * MemberSize);
            var (memberName, type, bits) = (U32(at), (int)U32(at + 4), U32(at + 8));
            var (offset, size) = hasBitFields ? ((int)(bits & 0xFFFFFF), (int)(bits >> 24)) : ((int)bits, 0);
            if (memberName == name) return new(offset, size, type);
            if (memberName == 0 && Member(Resolve(type), name, depth + 1, ref left) is { } inner) return inner with { BitOffset = offset + inner.BitOffset };
        }

        return null;
    }

    /// <summary>Notes where types begin; each, with what belongs to it, lies in the section.</summary>
    private int[] Index(int start, int end)
    {
        var types = new List<int>(1 << 16) { 0 };
        for (var at = start; at < end;)
        {
            if (end - at < TypeSize) throw Bad(at, "a type that is cut off");
            types.Add(at);
            var info = U32(at + 4);
            var count = (long)(info & 0xFFFF);
            var size = TypeSize + (BtfKind)(info >> 24 & 0x1F) switch
            {
                BtfKind.Integer or BtfKind.Variable or BtfKind.DeclarationTag => 4,
                BtfKind.Array => 12,
                BtfKind.Structure or BtfKind.Union or BtfKind.DataSection or BtfKind.Enumeration64 => 12 * count,
                BtfKind.Enumeration or BtfKind.FunctionPrototype => 8 * count,
                BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
                    or BtfKind.Function or BtfKind.Float or BtfKind.TypeTag => 0,
                var kind => throw Bad(at, $"kind {(int)kind}, which is not known"),
            };
            if (size > end - at) throw Bad(at, "a type that is cut off");
            at += (int)size;
        }

        return [.. types];
    }

    private int FindString(string name)
    {
        // Strings begin after another's end: the section begins with the empty one.
        var at = _data.AsSpan(_stringsStart, _stringsEnd - _stringsStart).IndexOf(Encoding.UTF8.GetBytes($"\0{name}\0"));
        return at < 0 ? -1 : at + 1;
    }

    private (int Start, int End) Section(long headerLength, int at)
    {
        var start = headerLength + U32(at);
        var end = start + U32(at + 4);
        return end <= _data.Length ? ((int)start, (int)end) : throw Bad(at, $"a section that ends at {end} of {_data.Length} bytes");
    }

    private int At(int id) => (uint)id < (uint)_types.Length && id > 0 ? _types[id] : throw Bad(0, $"type {id} of {_types.Length} is referred to");

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_data.AsSpan(at));

    private InvalidDataException Bad(int at, string what) => new($"{_path}: offset {at}: {what}");
}
