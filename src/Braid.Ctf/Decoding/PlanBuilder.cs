using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Fuses fields into runs; see <see cref="PlanCompiler"/>.</summary>
internal sealed class PlanBuilder(PlanCompiler compiler, bool isNested)
{
    /// <summary>Elements are skipped in one step up to this length, in bits, so that no product overflows.</summary>
    private const int MaximumUnit = 1 << 24;

    private readonly List<PlanOperation> _operations = [];
    private readonly List<Field> _keep = [];

    /// <summary>What the start of the open run is known to be aligned to; 0 when no run is open.</summary>
    private int _alignment;

    /// <summary>Length of the open run.</summary>
    private long _bits;

    private int _segment;

    /// <summary>The byte order of the last field of the open run.</summary>
    private bool _lastIsBigEndian;

    public void Add(Field field)
    {
        if (field.Kind == FieldKind.Structure)
        {
            if (field.Alignment > 1) AlignTo(field.Alignment);
            if (field.FixedBits == 0 && !isNested && field.Segment < 0) Place(field, 0);
            foreach (var member in field.Fields) Add(member);
            return;
        }

        if (field.FixedBits < 0 || field.HasRegisters || (field.Alignment < 8 && !FollowsInRun(field)))
        {
            CloseRun();
            var segment = isNested ? -1 : compiler.NextSegment();
            if (!isNested) field.Segment = segment;
            _operations.Add(Skip(field, segment));
            return;
        }

        AlignTo(field.Alignment);
        Place(field, field.FixedBits);
    }

    public PlanOperation[] Finish()
    {
        CloseRun();
        return [.. _operations];
    }

    private bool FollowsInRun(Field field) => _alignment >= 8 && field.Alignment <= _alignment;

    private void AlignTo(int alignment)
    {
        if (alignment <= _alignment)
        {
            _bits = (_bits + alignment - 1) & -(long)alignment;
            return;
        }

        CloseRun();
        _alignment = alignment;
        _segment = isNested ? -1 : compiler.NextSegment();
    }

    private void Place(Field field, long bits)
    {
        if (!isNested)
        {
            field.Segment = _segment;
        }

        field.Offset = _bits;
        if ((_bits & 7) != 0 && field.Size > 0 && field.IsBigEndian != _lastIsBigEndian)
        {
            CloseRun();
            _operations.Add(new(PlanOperationKind.Fault, -1, 1, 0, field));
            return;
        }

        if (bits > 0) _lastIsBigEndian = field.IsBigEndian;
        _bits += bits;
        if (field.Register >= 0 || (field.Roles != FieldRoles.None && field.Kind is FieldKind.Unsigned or FieldKind.Signed)
            || (field.Roles & FieldRoles.MetadataStreamUuid) != 0)
        {
            _keep.Add(field);
        }
    }

    private void CloseRun()
    {
        if (_alignment == 0) return;
        if (_bits > 0 || _alignment > 1) _operations.Add(new(PlanOperationKind.Run, _segment, _alignment, _bits, null, _lastIsBigEndian));
        foreach (var field in _keep) _operations.Add(new(IsPlain(field) ? PlanOperationKind.KeepPlain : PlanOperationKind.Keep, _segment, 1, 0, field));
        _keep.Clear();
        (_alignment, _bits) = (0, 0);
    }

    private bool IsPlain(Field field) =>
        field is { Kind: FieldKind.Unsigned, Roles: FieldRoles.None, IsBigEndian: false, IsReversed: false, Size: 8 or 16 or 32 or 64 }
        && _alignment >= 8 && field.Offset % 8 == 0;

    private static PlanOperation Skip(Field field, int segment)
    {
        if (field is { Kind: FieldKind.String, CharacterSize: 1, Alignment: 8 }) return new(PlanOperationKind.SkipString, segment, 8, 0, field);
        if (field is { Kind: FieldKind.Text or FieldKind.Blob, LengthRegister: >= 0, Roles: FieldRoles.None }) return new(PlanOperationKind.SkipElements, segment, field.Alignment, 8, field);
        return field is { Kind: FieldKind.Array, LengthRegister: >= 0, HasRegisters: false, Alignment: >= 8 and <= MaximumUnit, Fields: [{ Register: < 0, FixedBits: > 0 and <= MaximumUnit } element] }
            && field.Stride == element.FixedBits && element.FixedBits % 8 == 0
                ? new(PlanOperationKind.SkipElements, segment, field.Alignment, element.FixedBits, field, element.IsBigEndian)
                : new(PlanOperationKind.Walk, segment, field.Alignment, 0, field);
    }
}
