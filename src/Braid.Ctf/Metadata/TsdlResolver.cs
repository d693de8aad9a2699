using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>
/// Finds the field that a length or a tag names (CTF 1.8.3, section 7.3.1): an absolute path starts with the name of a
/// scope; a relative one is looked for in the structure around the reference, then outwards, then in the scopes before.
/// Only fields that precede the reference are known.
/// </summary>
internal sealed class TsdlResolver(TsdlCursor cursor, TraceClass trace)
{
    private static readonly (string Prefix, FieldScope Scope)[] s_prefixes =
    [
        ("trace.packet.header.", FieldScope.PacketHeader),
        ("stream.packet.context.", FieldScope.PacketContext),
        ("stream.event.header.", FieldScope.EventHeader),
        ("stream.event.context.", FieldScope.EventCommonContext),
        ("event.context.", FieldScope.EventSpecificContext),
        ("event.fields.", FieldScope.EventPayload),
    ];

    private readonly StructureFieldClass?[] _complete = new StructureFieldClass?[6];
    private readonly List<List<StructureMember>> _open = [];

    /// <summary>Forgets all scopes but those around the next block.</summary>
    public void Enter(TraceClass traceClass, StreamClass? stream)
    {
        _complete[(int)FieldScope.PacketHeader] = traceClass.PacketHeader;
        _complete[(int)FieldScope.PacketContext] = stream?.PacketContext;
        _complete[(int)FieldScope.EventHeader] = stream?.EventHeader;
        _complete[(int)FieldScope.EventCommonContext] = stream?.EventCommonContext;
        _complete[(int)FieldScope.EventSpecificContext] = null;
        _complete[(int)FieldScope.EventPayload] = null;
    }

    /// <summary>Forgets all scopes.</summary>
    public void Leave() => Array.Clear(_complete);

    /// <summary>Whether all that <paramref name="type"/> refers to would have to be in it, or in the environment.</summary>
    public static bool IsSelfContained(TsdlType type) => type switch
    {
        TsdlType.Structure structure => structure.Members.TrueForAll(static member => IsSelfContained(member.Type)),
        TsdlType.Variant { Tag: { } tag } variant => !IsAbsolute(tag) && variant.Options.TrueForAll(static option => IsSelfContained(option.Type)),
        TsdlType.Variant => false,
        TsdlType.Array array => IsSelfContained(array.Element),
        TsdlType.Sequence sequence => !IsAbsolute(sequence.Length) && IsSelfContained(sequence.Element),
        _ => true,
    };

    /// <summary>Starts a structure; its members are added to the list as they become known.</summary>
    public List<StructureMember> Open()
    {
        List<StructureMember> members = [];
        _open.Add(members);
        return members;
    }

    public void Close() => _open.RemoveAt(_open.Count - 1);

    public void Complete(FieldScope scope, StructureFieldClass structure) => _complete[(int)scope] = structure;

    public ClockClass Clock(string name) =>
        trace.Clocks.Find(clock => clock.Name == name) ?? throw cursor.Fault(cursor.Next, $"a field maps to the clock '{name}', which there is not");

    public (FieldLocation Location, FieldClass Field) Resolve(string[] path, TsdlToken at)
    {
        var dotted = string.Join('.', path);
        foreach (var (prefix, scope) in s_prefixes)
        {
            if (!dotted.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var rest = path[(prefix.Count(static c => c == '.'))..];
            var members = _complete[(int)scope]?.Members ?? (_open.Count > 0 ? _open[0] : null);
            if (members is not null && Descend(members, rest) is { } found) return (new(scope, found.Names), found.Field);
            throw cursor.Fault(at, $"there is no field {dotted} before this one");
        }

        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (Descend(_open[i], path) is { } found) return (new(null, found.Names), found.Field);
        }

        for (var i = _complete.Length - 1; i >= 0; i--)
        {
            if (_complete[i] is { } scope && Descend(scope.Members, path) is { } found) return (new((FieldScope)i, found.Names), found.Field);
        }

        throw cursor.Fault(at, $"there is no field '{dotted}' before this one");
    }

    private static bool IsAbsolute(string[] path) =>
        string.Join('.', path) is var dotted && Array.Exists(s_prefixes, prefix => dotted.StartsWith(prefix.Prefix, StringComparison.Ordinal));

    private static (string[] Names, FieldClass Field)? Descend(IReadOnlyList<StructureMember> members, ReadOnlySpan<string> path)
    {
        var first = path[0];
        var member = Find(members, first);
        if (member is not { } known) return null;
        if (path.Length == 1) return ([known.Name], known.Class);
        var inner = known.Class;
        while (inner is StaticArrayFieldClass or DynamicArrayFieldClass)
        {
            inner = inner is StaticArrayFieldClass array ? array.Element : ((DynamicArrayFieldClass)inner).Element;
        }

        if (inner is StructureFieldClass structure) return Prepend(known.Name, Descend(structure.Members, path[1..]));
        if (inner is not VariantFieldClass variant) return null;

        // Options may be named, or passed through: a length may stand in each of them.
        var options = variant.Options.Select(static option => new StructureMember(option.Name, option.Class)).ToList();
        if (Descend(options, path[1..]) is { } named) return Prepend(known.Name, named);
        foreach (var option in variant.Options)
        {
            if (option.Class is StructureFieldClass chosen && Descend(chosen.Members, path[1..]) is { } through) return Prepend(known.Name, through);
        }

        return null;
    }

    private static (string[] Names, FieldClass Field)? Prepend(string name, (string[] Names, FieldClass Field)? rest) =>
        rest is { } found ? ([name, .. found.Names], found.Field) : null;

    private static StructureMember? Find(IReadOnlyList<StructureMember> members, string name)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var member in members)
            {
                if (member.Name == name) return member;
            }

            name = TsdlNames.Unescape(name);
        }

        return null;
    }
}
