using System.Runtime.CompilerServices;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// Finds the field that is damaged. A plan fails for a whole run of fields or an array; when it has, the event or the head is
/// walked once more, field by field, to the one that could not be passed.
/// </summary>
public sealed partial class EventCursor
{
    /// <summary>Where the damage is that <see cref="Locate"/> found, in bits from the packet's start.</summary>
    internal long FaultPosition { get; private set; }

    /// <summary>Where the damaged field starts; where no field is, <see cref="FaultPosition"/>.</summary>
    internal long FaultStart { get; private set; }

    /// <summary>The structures that were entered on the way there, in order; the damage is in or right after the last.</summary>
    internal List<(FieldScope Scope, Field Root)> FaultScopes { get; } = [];

    /// <summary>The layout of the damaged event; null when its class is not known.</summary>
    internal EventLayout? FaultLayout { get; private set; }

    /// <summary>The field that is damaged; null when none is.</summary>
    private Field? _faultField;

    /// <summary>Whether the field that failed was too short for what is left; else the walk ends where the plan did.</summary>
    private bool _findsShort;

    /// <summary>What ends where reading may not go on: a packet, or the file when that cuts the packet off or gives it its size.</summary>
    private string Bound => _inPacketHead || (_head.Facts & PacketFacts.Cut) != 0 || (_totalBits is null && _contentBits is null) ? "file" : "packet";

    /// <summary>The fault of what was read last, with its place in <paramref name="file"/>, where the packet is at <paramref name="offset"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private CtfException Locate(TraceFile file, long offset)
    {
        (FaultPosition, _findsShort, _faultField) = (_position, _isShort, null);
        var fault = _fault ?? "damaged packet";
        FaultScopes.Clear();
        (FaultLayout, _fault) = (null, null);
        _inPass = true;
        var isPassed = _inPacketHead ? LocateInHead() : LocateInEvent();
        _inPass = false;
        if (!isPassed && _findsShort) (FaultPosition, fault) = (_position, _fault ?? fault);
        if (_faultField is null) FaultStart = FaultPosition;
        _fault = null;
        var bit = FaultPosition % 8 == 0 ? "" : $" bit {FaultPosition % 8}";
        return new(file.Path, $"byte {offset + (FaultPosition / 8)}{bit}", _faultField is { Name.Length: > 0 } field ? $"field '{field.Name}': {fault}" : fault);
    }

    private bool LocateInHead()
    {
        _position = 0;
        if (!LocateIn(FieldScope.PacketHeader, _trace.PacketHeader)) return false;
        return !_trace.Streams.TryGetValue(_streamClassId, out var layout) || LocateIn(FieldScope.PacketContext, layout.PacketContext);
    }

    private bool LocateInEvent()
    {
        _position = _headerStart;
        var layout = _layout!;
        if (!LocateIn(FieldScope.EventHeader, layout.EventHeader)) return false;
        FaultLayout = layout.HasEventId ? layout.Find(_eventId) : layout.Single ?? layout.Find(0);
        return FaultLayout is not { } found
            || (LocateIn(FieldScope.EventCommonContext, layout.EventCommonContext)
                && LocateIn(FieldScope.EventSpecificContext, found.SpecificContext)
                && LocateIn(FieldScope.EventPayload, found.Payload));
    }

    private bool LocateIn(FieldScope kind, Scope? scope)
    {
        if (scope is null) return true;
        FaultScopes.Add((kind, scope.Root));
        return LocateIn(scope.Root);
    }

    /// <summary>Passes over a field; false at the one that is damaged.</summary>
    private bool LocateIn(Field field)
    {
        var start = _position;
        if (!Align(field.Alignment))
        {
            _fault = $"{-start & (field.Alignment - 1)} bits of padding are required, {_end - start} remain in the {Bound}";
            return Blame(field, start);
        }

        start = _position;
        switch (field.Kind)
        {
            case FieldKind.Structure:
                foreach (var member in field.Fields)
                {
                    if (!LocateIn(member)) return false;
                }

                return true;
            case FieldKind.Array:
                var count = Length(field);
                for (ulong i = 0; i < count; i++)
                {
                    var before = _position;
                    if (!LocateIn(field.Fields[0]))
                    {
                        if (_faultField is { Name.Length: 0 }) _faultField = field;
                        return false;
                    }

                    if (_position == before) break;
                }

                return true;
            case FieldKind.Variant or FieldKind.Optional:
                return Choose(field) is { } chosen ? LocateIn(chosen) : field.Kind == FieldKind.Optional || Blame(field, start);
            default:
                return (_findsShort || _position < FaultPosition) && Walk(field) || Blame(field, start);
        }
    }

    private bool Blame(Field field, long start)
    {
        (_faultField, FaultStart) = (field, start);
        return false;
    }
}
