using System.Runtime.InteropServices;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// Compiles field classes to decode plans. Fields whose place relative to one another never varies are fused into a run,
/// which a cursor passes over with one addition and one comparison; a run starts a segment, and each field of the run is
/// found at its segment's start plus a constant. For example, byte-packed
/// <code>
///   u32 a; string b; u16 n; u8 c[n]; u64 d;
///   Run   segment 0, 32 bits      a = segment 0 + 0
///   Walk  segment 1               b
///   Run   segment 2, 16 bits      n = segment 2 + 0
///   Keep  n in register 0
///   Walk  segment 3               c, length from register 0
///   Run   segment 4, 64 bits      d = segment 4 + 0
/// </code>
/// A field aligned to more than its run is known to be starts another run.
/// </summary>
internal sealed class PlanCompiler(string file)
{
    /// <summary>Fixed layouts are fused up to this many bits, so that sums of them cannot overflow.</summary>
    private const long MaximumFixedBits = 1L << 48;

    private readonly Field?[] _scopes = new Field?[6];

    /// <summary>The structures around the field being built, outermost first.</summary>
    private readonly List<Field> _path = [];

    /// <summary>For each structure of <see cref="_path"/>, the name of the member being built.</summary>
    private readonly List<string> _members = [];

    private FieldScope _scope;

    /// <summary>Where the metadata declares what is being built, for errors.</summary>
    public string Place { get; set; } = "1:1";

    /// <summary>Registers given out; each belongs to one field, or to the fields that one length may stand in.</summary>
    public int Registers { get; private set; }

    /// <summary>Segments given out since <see cref="Segments"/> was set: event classes use the same ones again.</summary>
    public int Segments { get; set; }

    /// <summary>
    /// First pass: makes the fields of a scope; the scopes after it are forgotten. All scopes that may refer to one another
    /// are built before any of them is finished.
    /// </summary>
    public Field? Build(StructureFieldClass? structure, FieldScope scope)
    {
        for (var i = (int)scope; i < _scopes.Length; i++) _scopes[i] = null;
        if (structure is null) return null;
        _scope = scope;
        return _scopes[(int)scope] = Build(structure, "");
    }

    /// <summary>Second pass: makes the plan of a scope.</summary>
    public Scope? Finish(Field? root)
    {
        if (root is null) return null;
        Complete(root);
        var operations = new PlanBuilder(this, isNested: false);
        operations.Add(root);
        return new Scope(root, operations.Finish());
    }

    public int NextSegment() => Segments++;

    private Field Build(FieldClass fieldClass, string name)
    {
        var field = new Field(fieldClass, name);
        switch (fieldClass)
        {
            case IntegerFieldClass integer:
                field.Kind = integer.IsSigned ? FieldKind.Signed : FieldKind.Unsigned;
                SetFixed(field, integer.Size, integer.ByteOrder, integer.MostSignificantBitFirst);
                field.IsPlain = field is { IsBigEndian: false, IsReversed: false, Size: 8 or 16 or 32 or 64, Alignment: >= 8 } && integer is { IsEnumeration: false, Base: DisplayBase.Decimal };
                field.Roles = integer.Roles;
                field.IsShown = integer.Roles == FieldRoles.None && integer.Clock is null;
                break;
            case BitArrayFieldClass bits:
                field.Kind = bits.Kind == BitArrayKind.Boolean ? FieldKind.Boolean : FieldKind.Bits;
                SetFixed(field, bits.Size, bits.ByteOrder, bits.MostSignificantBitFirst);
                break;
            case FloatFieldClass real:
                field.Kind = FieldKind.Real;
                SetFixed(field, real.Size, real.ByteOrder, null);
                break;
            case VariableLengthIntegerFieldClass integer:
                field.Kind = integer.IsSigned ? FieldKind.VariableSigned : FieldKind.VariableUnsigned;
                field.Roles = integer.Roles;
                field.IsShown = integer.Roles == FieldRoles.None && integer.Clock is null;
                break;
            case StringFieldClass text:
                field.Kind = FieldKind.String;
                field.CharacterSize = CharacterSize(text.Encoding);
                break;
            case StaticLengthStringFieldClass text:
                field.Kind = FieldKind.Text;
                field.CharacterSize = CharacterSize(text.Encoding);
                SetBytes(field, text.Length);
                break;
            case DynamicLengthStringFieldClass text:
                field.Kind = FieldKind.Text;
                field.CharacterSize = CharacterSize(text.Encoding);
                Refer(field, text.Length);
                break;
            case BlobFieldClass blob:
                field.Kind = FieldKind.Blob;
                field.Roles = blob.Roles;
                field.IsShown = blob.Roles == FieldRoles.None;
                if (blob.LengthLocation is { } location) Refer(field, location);
                else SetBytes(field, blob.Length);
                break;
            case StructureFieldClass structure: BuildStructure(field, structure); break;
            case StaticArrayFieldClass array:
                field.Kind = FieldKind.Array;
                field.Roles = array.Roles;
                field.IsShown = array.Roles == FieldRoles.None;
                field.StaticLength = array.Length;
                field.Fields = [Build(array.Element, "")];
                SetArrayLength(field);
                break;
            case DynamicArrayFieldClass array:
                field.Kind = FieldKind.Array;
                Refer(field, array.Length);
                field.Fields = [Build(array.Element, "")];
                field.IsBigEndian = field.Fields[0].IsBigEndian;
                break;
            case OptionalFieldClass optional:
                field.Kind = FieldKind.Optional;
                Refer(field, optional.Selector);
                field.Ranges = optional.Ranges is { } ranges ? [ranges] : [];
                field.Fields = [Build(optional.Content, name)];
                break;
            case VariantFieldClass variant:
                field.Kind = FieldKind.Variant;
                Refer(field, variant.Selector);
                field.Ranges = [.. variant.Options.Select(static option => option.Ranges)];
                var options = new List<Field>();
                field.Fields = [];
                foreach (var option in variant.Options)
                {
                    options.Add(Build(option.Class, option.Name));
                }

                field.Fields = [.. options];
                break;
            default:
                throw new NotSupportedException(fieldClass.GetType().Name);
        }

        return field;
    }

    private void BuildStructure(Field field, StructureFieldClass structure)
    {
        field.Kind = FieldKind.Structure;
        _path.Add(field);
        _members.Add("");
        var isRoot = _path.Count == 1;
        if (isRoot) _scopes[(int)_scope] = field;
        var known = new Field[structure.Members.Count];
        long bits = 0;
        for (var i = 0; i < known.Length; i++)
        {
            var member = structure.Members[i];
            _members[^1] = member.Name;
            known[i] = Build(member.Class, member.Name);
            field.Fields = known[..(i + 1)];
            if (bits < 0) continue;
            if (known[i].FixedBits < 0)
            {
                bits = -1;
                continue;
            }

            bits = ((bits + known[i].Alignment - 1) & -(long)known[i].Alignment) + known[i].FixedBits;
            if (bits > MaximumFixedBits) bits = -1;
        }

        field.FixedBits = bits;
        field.IsBigEndian = Array.FindLast(known, static member => member.FixedBits != 0)?.IsBigEndian ?? false;
        _path.RemoveAt(_path.Count - 1);
        _members.RemoveAt(_members.Count - 1);
    }

    /// <summary>What to do for each part that stands inside something variable.</summary>
    private void Complete(Field field)
    {
        foreach (var child in field.Fields)
        {
            Complete(child);
            field.HasRegisters |= child.HasRegisters || child.Register >= 0;
            if (field.Kind is FieldKind.Structure) continue;
            var operations = new PlanBuilder(this, isNested: true);
            operations.Add(child);
            child.Operations = operations.Finish();
        }

        // A structure or array that holds nothing to show is not shown; an empty structure is.
        if (field.Fields.Length > 0) field.IsShown &= Array.Exists(field.Fields, static child => child.IsShown);
    }

    private static void SetFixed(Field field, int size, ByteOrder order, bool? mostSignificantFirst)
    {
        field.Size = size;
        field.FixedBits = size;
        field.IsBigEndian = order == ByteOrder.BigEndian;
        field.IsReversed = mostSignificantFirst is { } first && first != field.IsBigEndian;
    }

    private static void SetBytes(Field field, ulong bytes)
    {
        field.StaticLength = bytes;
        if (bytes <= MaximumFixedBits / 8) field.FixedBits = (long)bytes * 8;
    }

    private static void SetArrayLength(Field field)
    {
        var element = field.Fields[0];
        field.IsBigEndian = element.IsBigEndian;
        if (field.StaticLength == 0) field.FixedBits = 0;
        else if (element.FixedBits >= 0 && field.StaticLength <= MaximumFixedBits)
        {
            var bits = ((Int128)(field.StaticLength - 1) * field.Stride) + element.FixedBits;
            if (bits <= MaximumFixedBits && (bits > 0 || field.StaticLength <= EventCursor.MaximumEmptyElements)) field.FixedBits = (long)bits;
        }
    }

    private static int CharacterSize(StringEncoding encoding) => encoding switch
    {
        StringEncoding.Utf8 => 1,
        StringEncoding.Utf16BigEndian or StringEncoding.Utf16LittleEndian => 2,
        _ => 4,
    };

    /// <summary>Resolves a length or selector and gives the fields it may stand in a common register.</summary>
    private void Refer(Field field, FieldLocation location)
    {
        var targets = new List<Field>();
        if (location.Origin is { } origin)
        {
            var path = location.Path.ToArray().AsSpan();
            if (origin == _scope && _path.Count > 0) DescendOpen(0, path, targets);
            else if (_scopes[(int)origin] is { } root) Descend(root, path, targets);
        }
        else ReferRelative(location, targets);

        if (targets.Count == 0)
        {
            throw new CtfException(file, Place, $"the field '{field.Name}' refers to '{string.Join('.', location.Path)}', which does not precede it");
        }

        var register = targets[0].Register >= 0 ? targets[0].Register : Registers++;
        foreach (var target in targets)
        {
            if (target.Kind is not (FieldKind.Unsigned or FieldKind.Signed or FieldKind.Boolean or FieldKind.VariableUnsigned or FieldKind.VariableSigned))
            {
                throw new CtfException(file, Place, $"the field '{field.Name}' refers to '{target.Name}', which is no integer");
            }

            target.Register = register;
            target.IsShown = true;
        }

        field.LengthRegister = register;
        field.SelectorIsSigned = targets[0].Kind is FieldKind.Signed or FieldKind.VariableSigned;
    }

    private void ReferRelative(FieldLocation location, List<Field> targets)
    {
        // A name that a "parent" follows goes nowhere: what is left is some steps up and then names.
        var up = 0;
        var names = new List<string?>();
        foreach (var element in location.Path)
        {
            if (element is not null) names.Add(element);
            else if (names.Count > 0) names.RemoveAt(names.Count - 1);
            else up++;
        }

        for (var i = _path.Count - 1 - up; i >= 0 && targets.Count == 0; i--) DescendOpen(i, CollectionsMarshal.AsSpan(names), targets);
        for (var i = (int)_scope - 1; i >= 0 && targets.Count == 0 && up == 0; i--)
        {
            if (_scopes[i] is { } root) Descend(root, CollectionsMarshal.AsSpan(names), targets);
        }
    }

    /// <summary>Follows names from a structure that is still being built: a name may be that of the member being built.</summary>
    private void DescendOpen(int level, Span<string?> path, List<Field> targets)
    {
        Descend(_path[level], path, targets);
        if (targets.Count == 0 && path.Length > 1 && level + 1 < _path.Count && _members[level] == path[0]) DescendOpen(level + 1, path[1..], targets);
    }

    /// <summary>Follows names; arrays, optional fields and options of variants need none.</summary>
    private static void Descend(Field from, Span<string?> path, List<Field> targets)
    {
        switch (from.Kind)
        {
            case FieldKind.Structure:
                if (path.IsEmpty) return;
                foreach (var member in from.Fields)
                {
                    if (member.Name == path[0]) Descend(member, path[1..], targets);
                }

                return;
            case FieldKind.Array or FieldKind.Optional:
                Descend(from.Fields[0], path, targets);
                return;
            case FieldKind.Variant:
                var before = targets.Count;
                foreach (var option in from.Fields) Descend(option, path, targets);
                if (targets.Count > before || path.IsEmpty) return;
                foreach (var option in from.Fields)
                {
                    if (option.Name == path[0]) Descend(option, path[1..], targets);
                }

                return;
            default:
                if (path.IsEmpty) targets.Add(from);
                return;
        }
    }
}
