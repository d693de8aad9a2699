using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Fuses fields into runs; see <see cref="PlanCompiler"/>.</summary>
internal sealed class PlanBuilder(PlanCompiler compiler, bool isNested)
{
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
            _operations.Add(new(PlanOperationKind.Walk, segment, field.Alignment, 0, field));
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
        foreach (var field in _keep) _operations.Add(new(PlanOperationKind.Keep, _segment, 1, 0, field));
        _keep.Clear();
        (_alignment, _bits) = (0, 0);
    }
}
