using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>
/// Expresses the schema of a trace in a version of the format. CTF 2 can say all that CTF 1.8 can. The other way, what
/// CTF 1.8 lacks becomes what comes nearest:
/// <code>
///   bits, flags, boolean            unsigned integer                    same bytes
///   blob                            array of bytes                      same bytes
///   variable-length integer         64-bit integer                      other bytes
///   binary16                        binary32                            other bytes
///   string in UTF-16 or UTF-32      string in UTF-8                     other bytes
///   variant by a plain integer      enumeration "NAME_tag", variant     other bytes
///   optional                        enumeration "NAME_tag", variant with the option "none"
/// </code>
/// </summary>
internal sealed class SchemaAdapter(CtfVersion version, string file)
{
    private readonly HashSet<FieldClass> _tags = new(ReferenceEqualityComparer.Instance);

    private bool _isCtf2;

    /// <summary>True while each field adapted has the bytes that it had.</summary>
    public bool KeepsBytes { get; private set; } = true;

    /// <summary>Whether <paramref name="field"/> is a tag made for the member that follows it.</summary>
    public bool IsTag(FieldClass field) => _tags.Contains(field);

    /// <summary>
    /// The schema in the other version: with the packet headers, packet contexts and event headers that it has, or
    /// (<paramref name="rebuild"/>) with those of <see cref="PacketRewriter"/>.
    /// </summary>
    public TraceClass Adapt(TraceClass source, bool rebuild)
    {
        _isCtf2 = source.Version == CtfVersion.Ctf2;
        KeepsBytes &= !rebuild;
        if (rebuild && source.Streams.Exists(static stream => stream.Id > uint.MaxValue || stream.Events.Exists(static @event => @event.Id > uint.MaxValue)))
        {
            throw new CtfException(file, "1:1", "a class has an id of more than 32 bits");
        }

        var target = new TraceClass
        {
            Version = version, Uuid = source.Uuid, Namespace = source.Namespace, Name = source.Name, Uid = source.Uid,
            NativeByteOrder = rebuild ? ByteOrder.LittleEndian : source.NativeByteOrder,
            PacketHeader = rebuild ? RewrittenHeads.PacketHeader(source.Uuid is not null) : Scope(source.PacketHeader),
        };
        target.Environment.AddRange(source.Environment);
        target.Clocks.AddRange(source.Clocks);
        foreach (var stream in source.Streams) target.Streams.Add(Adapt(stream, rebuild));
        return target;
    }

    private StreamClass Adapt(StreamClass source, bool rebuild)
    {
        var target = new StreamClass
        {
            Id = source.Id, Name = source.Name, Namespace = source.Namespace, Uid = source.Uid, DefaultClock = source.DefaultClock,
            PacketContext = rebuild ? RewrittenHeads.PacketContext(source, Scope(RewrittenHeads.Kept(source.PacketContext))) : Scope(source.PacketContext),
            EventHeader = rebuild ? RewrittenHeads.EventHeader(source) : Scope(source.EventHeader),
            EventCommonContext = Scope(source.EventCommonContext),
        };
        foreach (var @event in source.Events)
        {
            target.Events.Add(new()
            {
                Id = @event.Id, Name = @event.Name, Namespace = @event.Namespace, Uid = @event.Uid, LogLevel = @event.LogLevel, EmfUri = @event.EmfUri,
                Description = @event.Description, ProviderDescription = @event.ProviderDescription,
                SpecificContext = Scope(@event.SpecificContext), Payload = Scope(@event.Payload),
            });
        }

        return target;
    }

    private StructureFieldClass? Scope(StructureFieldClass? structure) => structure is null ? null : (StructureFieldClass)Adapt(structure, "");

    private FieldClass Adapt(FieldClass field, string name) => field switch
    {
        StructureFieldClass structure => AdaptStructure(structure),
        StaticArrayFieldClass array => new StaticArrayFieldClass(AdaptInner(array.Element, name), array.Length, MinimumAlignment(array.MinimumAlignment)) { Roles = array.Roles },
        DynamicArrayFieldClass array => new DynamicArrayFieldClass(AdaptInner(array.Element, name), array.Length, MinimumAlignment(array.MinimumAlignment)),
        VariantFieldClass variant => AdaptVariant(variant, name),
        OptionalFieldClass optional when version == CtfVersion.Ctf2 => new OptionalFieldClass(optional.Selector, Adapt(optional.Content, name), optional.Ranges),
        _ when version == CtfVersion.Ctf2 => field,
        IntegerFieldClass integer => AdaptInteger(integer),
        BitArrayFieldClass bits => AdaptInteger(new(bits.Size, false, bits.Alignment)
        {
            ByteOrder = bits.ByteOrder, MostSignificantBitFirst = bits.MostSignificantBitFirst,
            Base = bits.Kind == BitArrayKind.Boolean ? DisplayBase.Decimal : DisplayBase.Hexadecimal,
        }),
        VariableLengthIntegerFieldClass integer => Changed(new IntegerFieldClass(64, integer.IsSigned)
        {
            Base = integer.Base, IsEnumeration = integer.Mappings.Count > 0, Mappings = integer.Mappings, Roles = integer.Roles, Clock = integer.Clock,
        }),
        FloatFieldClass { Size: 16 } real => Changed(new FloatFieldClass(32, real.Alignment) { ByteOrder = real.ByteOrder }),
        FloatFieldClass { Size: 128 } => throw Cannot(name, "a floating-point number of 128 bits"),
        BlobFieldClass { Roles: not FieldRoles.None } => field,
        BlobFieldClass { LengthLocation: { } location } => new DynamicArrayFieldClass(new IntegerFieldClass(8), location),
        BlobFieldClass blob => new StaticArrayFieldClass(new IntegerFieldClass(8), blob.Length),
        StringFieldClass { Encoding: not StringEncoding.Utf8 } or StaticLengthStringFieldClass { Encoding: not StringEncoding.Utf8 }
            or DynamicLengthStringFieldClass { Encoding: not StringEncoding.Utf8 } => Changed(new StringFieldClass()),
        _ => field,
    };

    /// <summary>An element or an option: there is no place for a tag before it.</summary>
    private FieldClass AdaptInner(FieldClass field, string name)
    {
        if (NeedsTag(field)) throw Cannot(name, "an array or a variant of optional fields or of variants by an integer");
        return Adapt(field, name);
    }

    private StructureFieldClass AdaptStructure(StructureFieldClass structure)
    {
        var members = new List<StructureMember>();
        foreach (var (name, field) in structure.Members)
        {
            if (!NeedsTag(field, structure.Members))
            {
                members.Add(new(name, Adapt(field, name)));
                continue;
            }

            KeepsBytes = false;
            var options = field is OptionalFieldClass optional
                ? [new("none", [new(0, 0)], new StructureFieldClass([])), new(name, [new(1, 1)], AdaptInner(optional.Content, name))]
                : ((VariantFieldClass)field).Options.Select((option, i) =>
                    new VariantOption(option.Name.Length > 0 ? option.Name : $"option{i}", [new(i, i)], AdaptInner(option.Class, name))).ToList<VariantOption>();
            var tag = new IntegerFieldClass(16) { IsEnumeration = true, Mappings = [.. options.Select(static option => new EnumerationMapping(option.Name, option.Ranges))] };
            _tags.Add(tag);
            members.Add(new($"{name}_tag", tag));
            members.Add(new(name, new VariantFieldClass(FieldLocation.Sibling($"{name}_tag"), options)));
        }

        return new(members, structure.MinimumAlignment);
    }

    /// <summary>CTF 1.8 selects by the labels of an enumeration: its own variants have one, those of CTF 2 may.</summary>
    private bool NeedsTag(FieldClass field, IReadOnlyList<StructureMember>? siblings = null) => version == CtfVersion.Ctf18 && field switch
    {
        OptionalFieldClass => true,
        VariantFieldClass variant => _isCtf2 && !(siblings is not null && variant.Selector.Path is [{ } selector]
            && siblings.FirstOrDefault(member => member.Name == selector).Class is IntegerFieldClass integer
            && variant.Options.All(option => integer.Mappings.Any(mapping => IsLabelOf(mapping.Label, option.Name) && mapping.Ranges.SequenceEqual(option.Ranges)))),
        _ => false,
    };

    /// <summary>An option may have lost the underscore that its label begins with: CTF 1.8 puts one before names that are its keywords.</summary>
    private static bool IsLabelOf(string label, string option) => label == option || (label.StartsWith('_') && label.AsSpan(1).SequenceEqual(option));

    private FieldClass AdaptVariant(VariantFieldClass variant, string name)
    {
        // CTF 2 refuses an option that no value selects; nothing can hold it.
        var options = variant.Options.Where(option => version == CtfVersion.Ctf18 || option.Ranges.Count > 0);
        return new VariantFieldClass(variant.Selector, [.. options.Select(option => new VariantOption(option.Name, option.Ranges, AdaptInner(option.Class, name)))]);
    }

    private IntegerFieldClass AdaptInteger(IntegerFieldClass integer)
    {
        var order = integer.MostSignificantBitFirst is { } first && first != (integer.ByteOrder == ByteOrder.BigEndian);
        if (order) KeepsBytes = false;
        return !order && integer.MostSignificantBitFirst is null && (integer.IsEnumeration || integer.Mappings.Count == 0) ? integer : new(integer.Size, integer.IsSigned, integer.Alignment)
        {
            ByteOrder = integer.ByteOrder, Base = integer.Base, Roles = integer.Roles, Clock = integer.Clock,
            IsEnumeration = integer.IsEnumeration || integer.Mappings.Count > 0, Mappings = integer.Mappings,
        };
    }

    private int MinimumAlignment(int alignment)
    {
        if (version == CtfVersion.Ctf2 || alignment == 1) return alignment;
        KeepsBytes = false;
        return 1;
    }

    private FieldClass Changed(FieldClass field)
    {
        KeepsBytes = false;
        return field;
    }

    private CtfException Cannot(string name, string what) => new(file, "1:1", $"the field '{name}' cannot be written in CTF 1.8: {what}");
}
