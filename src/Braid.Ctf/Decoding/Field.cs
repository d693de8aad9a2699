using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Decoding;

/// <summary>
/// A field of a decode plan: its class together with where to find it. A field belongs to the <see cref="EventLayout"/>
/// that names it and is read through an <see cref="EventCursor"/> that stands on an event of that layout. Immutable after
/// compilation; safe to share between threads.
/// </summary>
public sealed class Field
{
    internal Field(FieldClass fieldClass, string name)
    {
        Class = fieldClass;
        Name = name;
        Alignment = fieldClass.Alignment;
        Label = new(name);
    }

    /// <summary>The schema of the field.</summary>
    public FieldClass Class { get; }

    /// <summary>The name in the structure or variant around it; empty for array elements.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public FieldKind Kind { get; internal set; }

    /// <summary>The members of a structure, the options of a variant, the one element of an array or content of an optional field.</summary>
    public IReadOnlyList<Field> Children => Fields;

    /// <summary>Whether babeltrace2 shows the field: not when it only serves decoding (a role or a clock) and no other field needs it.</summary>
    public bool IsShown { get; internal set; } = true;

    internal Field[] Fields { get; set; } = [];

    /// <summary>The name as text printers need it.</summary>
    internal FieldLabel Label { get; }

    /// <summary>The labels of values as printed; made when first printed, the same whichever thread does.</summary>
    internal LabelTexts? ValueLabels { get; set; }


    /// <summary>Of the first bit, in bits from the packet's start.</summary>
    internal int Alignment { get; }

    /// <summary>Length in bits of a number.</summary>
    internal int Size { get; set; }

    /// <summary>Of a structure or an array, that of its last number.</summary>
    internal bool IsBigEndian { get; set; }

    /// <summary>True when the bits come in the order opposite to the byte order's.</summary>
    internal bool IsReversed { get; set; }

    /// <summary>A little-endian integer of whole bytes at a byte that is shown in decimal, without labels.</summary>
    internal bool IsPlain { get; set; }

    /// <summary>Length in bits when it never varies, from a start that is aligned; else -1.</summary>
    internal long FixedBits { get; set; } = -1;

    /// <summary>Elements, bytes or, with <see cref="LengthRegister"/>, nothing.</summary>
    internal ulong StaticLength { get; set; }

    /// <summary>The register with the length or the selector; -1 for none.</summary>
    internal int LengthRegister { get; set; } = -1;

    /// <summary>True when the selector is a signed integer.</summary>
    internal bool SelectorIsSigned { get; set; }

    /// <summary>The register that takes the value; -1 when no other field needs it.</summary>
    internal int Register { get; set; } = -1;

    /// <summary>Some field inside this one has a register.</summary>
    internal bool HasRegisters { get; set; }

    internal FieldRoles Roles { get; set; }

    /// <summary>Bytes of a character.</summary>
    internal int CharacterSize { get; set; } = 1;

    /// <summary>Ranges of each option of a variant; of an optional field, one list, or none for a boolean.</summary>
    internal IReadOnlyList<IntegerRange>[] Ranges { get; set; } = [];

    /// <summary>How to pass over one element, option or content when it stands inside something variable; set for those only.</summary>
    internal PlanOperation[] Operations { get; set; } = [];

    /// <summary>The segment that the field lies in and its distance, in bits, from the segment's start; -1 inside variable parts.</summary>
    internal int Segment { get; set; } = -1;

    /// <summary>What <see cref="Segment"/> of a field is whose plan is only run when someone asks; its own inverse.</summary>
    internal static int Lazy(int segment) => -2 - segment;

    internal long Offset { get; set; }

    /// <summary>Distance in bits between elements.</summary>
    internal long Stride => (Fields[0].FixedBits + Fields[0].Alignment - 1) & -(long)Fields[0].Alignment;

    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Name}";
}
