using System.Text;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Decoding;

/// <summary>
/// Values of the current event and its packet. A field is one of <see cref="Layout"/>; one inside an array, a variant or an
/// optional field has no place of its own and is reached through <see cref="GetValue"/>.
/// </summary>
public sealed unsafe partial class EventCursor
{
    /// <summary>An integer, sign-extended; of a boolean or bit array, its bits.</summary>
    /// <exception cref="InvalidOperationException">The field is no number, or has no place of its own.</exception>
    public long GetInt64(Field field) => GetValue(field).AsInt64();

    /// <summary>An integer as an unsigned 64-bit pattern.</summary>
    /// <exception cref="InvalidOperationException">The field is no number, or has no place of its own.</exception>
    public ulong GetUInt64(Field field) => (ulong)GetValue(field).AsInt64();

    /// <summary>A floating-point number, or an integer converted to one.</summary>
    /// <exception cref="InvalidOperationException">The field is no number, or has no place of its own.</exception>
    public double GetDouble(Field field) => GetValue(field).AsDouble();

    /// <summary>The bytes of a string without its null character, in its own encoding, or of a blob; valid until the cursor moves.</summary>
    /// <exception cref="InvalidOperationException">The field is neither, or has no place of its own.</exception>
    public ReadOnlySpan<byte> GetStringBytes(Field field) => GetValue(field).AsBytes();

    /// <summary>A string. Allocates; see <see cref="GetStringBytes"/>.</summary>
    /// <exception cref="InvalidOperationException">The field is no string, or has no place of its own.</exception>
    public string GetString(Field field) => GetValue(field).AsString();

    /// <summary>The number of elements of an array.</summary>
    public ulong GetCount(Field field) => GetValue(field).Count;

    /// <summary>A field with all that it holds.</summary>
    /// <exception cref="InvalidOperationException">The field has no place of its own.</exception>
    public FieldValue GetValue(Field field)
    {
        return field.Segment >= 0 ? new(this, field, _segments[field.Segment] + field.Offset) : GetLazyValue(field);
    }

    /// <summary>A field of one of LTTng's event headers: its plan has not been run.</summary>
    private FieldValue GetLazyValue(Field field)
    {
        if (field.Segment == -1) return GetStructure(field);
        var saved = _position;
        _position = _headerStart;
        _inPass = true;
        Run(_layout!.EventHeader!.Operations);
        _inPass = false;
        _position = saved;
        return new(this, field, _segments[Field.Lazy(field.Segment)] + field.Offset);
    }

    /// <summary>A structure has no place of its own: as it is aligned like the most aligned of its members, it starts where the first does.</summary>
    private FieldValue GetStructure(Field field)
    {
        var first = field;
        while (first is { Kind: FieldKind.Structure, Segment: -1, Fields.Length: > 0 }) first = first.Fields[0];
        if (first.Segment == -1) ThrowNoPlace(field);
        if (first.Segment >= 0) return new(this, field, _segments[first.Segment] + first.Offset);
        GetLazyValue(first);
        return new(this, field, _segments[Field.Lazy(first.Segment)] + first.Offset);
    }

    /// <summary>
    /// The structure of a scope: of the packet that the current message belongs to, or of the current event. False when there
    /// is none: the metadata declares none, or the message is no event.
    /// </summary>
    public bool TryGetScope(FieldScope scope, out FieldValue value)
    {
        value = default;
        var known = Kind switch
        {
            MessageKind.None => null,
            MessageKind.Event => Layout.ScopeOf(scope),
            _ => scope == FieldScope.PacketHeader ? _trace.PacketHeader : scope == FieldScope.PacketContext ? _layout!.PacketContext : null,
        };
        if (known is null) return false;
        if (scope == FieldScope.EventHeader && _layout!.Header != LttngHeaderKind.None) GetLazyValue(known.Root.Fields[0]);
        var start = scope switch
        {
            FieldScope.PacketHeader => 0,
            FieldScope.PacketContext => _contextStart,
            FieldScope.EventHeader => _headerStart,
            FieldScope.EventCommonContext => CommonStart,
            FieldScope.EventSpecificContext => SpecificStart,
            _ => PayloadStart,
        };
        value = new(this, known.Root, start);
        return true;
    }

    internal long IntegerAt(Field field, long position)
    {
        switch (field.Kind)
        {
            case FieldKind.Unsigned or FieldKind.Boolean or FieldKind.Bits: return (long)Bits.Read(_packet, position, field);
            case FieldKind.Signed: return Bits.SignExtend(Bits.Read(_packet, position, field), field.Size);
            case FieldKind.VariableSigned or FieldKind.VariableUnsigned: return (long)PassVariable(field, ref position);
            default:
                ThrowNot(field, "an integer");
                return 0;
        }
    }

    internal double RealAt(Field field, long position) => field.Kind switch
    {
        FieldKind.Real => Real(field, position),
        FieldKind.Unsigned or FieldKind.VariableUnsigned => (ulong)IntegerAt(field, position),
        _ => IntegerAt(field, position),
    };

    internal ReadOnlySpan<byte> BytesAt(Field field, long position)
    {
        if (field.Kind is not (FieldKind.String or FieldKind.Text or FieldKind.Blob)) ThrowNot(field, "a string or a blob");
        return PassString(field, ref position);
    }

    internal ReadOnlySpan<byte> RawBytesAt(Field field, long position) => new(_packet + (position >> 3), (int)Math.Min(Length(field), int.MaxValue));

    internal (ulong First, ulong Second) HalvesAt(Field field, long position) =>
        (Bits.Read(_packet, position, 64, field.IsBigEndian), Bits.Read(_packet, position + 64, 64, field.IsBigEndian));

    /// <summary>The packet context of the packet entered, before its first event too.</summary>
    internal bool TryGetPacketContext(out FieldValue value)
    {
        value = default;
        if (_layout!.PacketContext is not { } context) return false;
        value = new(this, context.Root, _contextStart);
        return true;
    }

    internal string StringAt(Field field, long position) => field.CharacterSize == 1
        ? Encoding.UTF8.GetString(BytesAt(field, position))
        : StringEncodings.Decode(field.Class, BytesAt(field, position));

    private static void ThrowNoPlace(Field field) =>
        throw new InvalidOperationException($"the field '{field.Name}' lies inside an array, a variant or an optional field");

    private static void ThrowNot(Field field, string expected) => throw new InvalidOperationException($"the field '{field.Name}' is not {expected}");
}
