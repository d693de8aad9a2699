using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>Runs plans: every read is below <see cref="_end"/>, up to where the packet has been read into memory.</summary>
public sealed unsafe partial class EventCursor
{
    /// <summary>An array of elements that take no space may have no more of them, for a reader has to count them.</summary>
    internal const ulong MaximumEmptyElements = 1 << 20;

    /// <summary>Holds <see cref="_segments"/> and <see cref="_registers"/>, and does not move.</summary>
    private readonly long[] _numbers;

    /// <summary>Values of fields that others need; see <see cref="Field.Register"/>. In bounds: a plan uses no more than its trace counted.</summary>
    private readonly long* _registers;

    /// <summary>Starts of segments, in bits from the packet's start. In bounds for the same reason; before the first is <see cref="BodyPlan.NoSegment"/>.</summary>
    private readonly long* _segments;

    /// <summary>First byte of the packet.</summary>
    private byte* _packet;

    /// <summary>Bits that may be read from <see cref="_packet"/>.</summary>
    private long _end;

    /// <summary>The next bit.</summary>
    private long _position;

    /// <summary>Whether the field before <see cref="_position"/> was big-endian; matters inside a byte.</summary>
    private bool _lastIsBigEndian;

    /// <summary>Cycles of the stream's clock, at the last timestamp.</summary>
    private ulong _clock;

    private ulong _eventId;

    /// <summary>True while a reader walks an event again: roles have had their effect.</summary>
    private bool _inPass;

    /// <summary>Whether the last plan failed because it reached <see cref="_end"/>.</summary>
    private bool _isShort;

    /// <summary>Why the last plan failed; null while none has.</summary>
    private string? _fault;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Run(Scope scope)
    {
        if (!scope.IsOneRun) return Run(scope.Operations);
        var start = (_position + scope.Alignment - 1) & -(long)scope.Alignment;
        if (start + scope.Bits > _end) return FaultShort(start + scope.Bits - _position);
        _segments[scope.Segment] = start;
        _position = start + scope.Bits;
        return true;
    }

    /// <summary>Passes over all that follows an event header, which ends at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool RunBody(EventLayout found, long start)
    {
        var end = start + found.BodyBits;
        _position = start;
        if (end > _end) return FaultShort(found.BodyBits);
        _segments[found.BodySegment] = start;
        _position = end;
        return found.BodyRest.Length == 0 || Run(found.BodyRest, start, end);
    }

    private bool Run(PlanOperation[] operations) => Run(operations, 0, _position);

    /// <summary>
    /// Runs a plan from <paramref name="position"/>, where <see cref="_position"/> is; <paramref name="start"/> is where the run
    /// before its first operation began. The position stays in a register as far as can be: the next one depends on it.
    /// </summary>
    private bool Run(PlanOperation[] operations, long start, long position)
    {
        for (var i = 0; i < operations.Length; i++)
        {
            ref readonly var operation = ref operations[i];
            if (operation.Kind == PlanOperationKind.KeepPlain)
            {
                KeepPlain(operation.Field!, start);
                continue;
            }

            if (operation.Kind == PlanOperationKind.Keep)
            {
                if (!Keep(operation.Field!, start + operation.Field!.Offset)) return false;
                continue;
            }

            var begin = (position + operation.Alignment - 1) & -(long)operation.Alignment;
            if (begin + operation.RunBits > _end) return FaultShort(begin + operation.RunBits - position);
            if (operation.Segment >= 0) _segments[operation.Segment] = begin;
            switch (operation.Kind)
            {
                case PlanOperationKind.Run:
                    (start, position) = (begin, begin + operation.Bits);
                    if (operation.Bits > 0) _lastIsBigEndian = operation.IsBigEndian;
                    break;
                case PlanOperationKind.SkipString:
                    _position = begin;
                    position = StringEnd(begin);
                    if (position < 0) return FailString();
                    break;
                case PlanOperationKind.SkipElements:
                    var count = (ulong)_registers[operation.Field!.LengthRegister];
                    if (count > uint.MaxValue || (long)count * operation.Bits > _end - begin) goto case PlanOperationKind.Walk;
                    if (count > 0) _lastIsBigEndian = operation.IsBigEndian;
                    position = begin + (long)count * operation.Bits;
                    break;
                case PlanOperationKind.Walk:
                    _position = begin;
                    if (!Walk(operation.Field!)) return false;
                    position = _position;
                    break;
                default:
                    return Fail("the byte order changes inside a byte");
            }

            _position = position;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Align(int alignment)
    {
        var start = (_position + alignment - 1) & -(long)alignment;
        if (start > _end) return FaultShort(start - _position);
        _position = start;
        return true;
    }

    /// <summary>Passes over one field at an aligned position.</summary>
    private bool Walk(Field field)
    {
        switch (field.Kind)
        {
            case FieldKind.String: return SkipString(field.CharacterSize);
            case FieldKind.Text or FieldKind.Blob:
            {
                var bytes = Length(field);
                if (bytes > (ulong)(_end - _position) / 8) return FailShort($"{bytes} bytes are required, {(_end - _position) / 8} remain in the {Bound}");
                _position += (long)bytes * 8;
                return true;
            }

            case FieldKind.Array: return SkipArray(field);
            case FieldKind.Structure:
                foreach (var member in field.Fields)
                {
                    if (!Align(member.Alignment) || !Walk(member)) return false;
                }

                return true;
            case FieldKind.Variant or FieldKind.Optional:
            {
                var chosen = Choose(field);
                if (chosen is null) return field.Kind == FieldKind.Optional || Fail($"no option of the variant '{field.Name}' is for the selector {_registers[field.LengthRegister]}");
                return Run(chosen.Operations);
            }

            case FieldKind.VariableUnsigned or FieldKind.VariableSigned:
                return ReadVariable(field, out var value) && (field.Register < 0 && field.Roles == FieldRoles.None || Keep(field, (long)value));
            default:
                if (field.Size > _end - _position) return FaultShort(field.Size);
                if ((_position & 7) != 0 && field.IsBigEndian != _lastIsBigEndian && !_inPass) return Fail("the byte order changes inside a byte");
                _lastIsBigEndian = field.IsBigEndian;
                _position += field.Size;
                return field.Register < 0 && field.Roles == FieldRoles.None || Keep(field, _position - field.Size);
        }
    }

    /// <summary>The end of a string of one-byte characters that starts at a byte; -1 when none is in what is loaded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long StringEnd(long start)
    {
        if (_end - start < 8 * Vector128<byte>.Count) return LongStringEnd(start);

        // In bounds: what is loaded goes on for as long as a vector.
        var ends = Vector128.Equals(Vector128.Load(_packet + (start >> 3)), Vector128<byte>.Zero).ExtractMostSignificantBits();
        return ends == 0 ? LongStringEnd(start) : start + ((BitOperations.TrailingZeroCount(ends) + 1) * 8);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long LongStringEnd(long start)
    {
        if (start > _end) return -1;

        // In bounds: the span ends where what is loaded ends, at most int.MaxValue bytes further.
        var length = new ReadOnlySpan<byte>(_packet + (start >> 3), (int)Math.Min((_end - start) >> 3, int.MaxValue)).IndexOf((byte)0);
        return length < 0 ? -1 : start + ((length + 1L) * 8);
    }

    private bool FailString() => FailShort($"a string has no end in the {(_end - _position) / 8} bytes that remain in the {Bound}");

    private bool SkipString(int characterSize)
    {
        if (characterSize == 1)
        {
            var end = StringEnd(_position);
            if (end < 0) return FailString();
            _position = end;
            return true;
        }

        var at = _packet + (_position >> 3);
        var limit = (_end - _position) / 8;
        for (long i = 0; i + characterSize <= limit; i += characterSize)
        {
            if (characterSize == 2 ? at[i] != 0 || at[i + 1] != 0 : at[i] != 0 || at[i + 1] != 0 || at[i + 2] != 0 || at[i + 3] != 0) continue;
            _position += (i + characterSize) * 8;
            return true;
        }

        return FailString();
    }

    private bool SkipArray(Field field)
    {
        var count = Length(field);
        if (count == 0) return true;
        var element = field.Fields[0];
        if (element.FixedBits >= 0 && !element.HasRegisters && element.Register < 0)
        {
            if (element.FixedBits == 0) return count <= MaximumEmptyElements || Fail($"an array of {count} elements without content");
            var bits = ((UInt128)(count - 1) * (ulong)field.Stride) + (ulong)element.FixedBits;
            if (bits > (ulong)(_end - _position)) return FailShort($"an array of {count} elements requires {bits} bits, {_end - _position} remain in the {Bound}");
            if ((_position & 7) != 0 && element.Size > 0 && element.IsBigEndian != _lastIsBigEndian && !_inPass) return Fail("the byte order changes inside a byte");
            _lastIsBigEndian = element.IsBigEndian;
            _position += (long)bits;
            return true;
        }

        for (ulong i = 0; i < count; i++)
        {
            var before = _position;
            if (!Run(element.Operations)) return false;

            // An element without content decides nothing, so all that follow are as empty.
            if (_position == before && i == 0) return count <= MaximumEmptyElements || Fail($"an array of {count} elements without content");
        }

        return true;
    }

    /// <summary>Keeps a little-endian number of whole bytes of the run that begins at <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepPlain(Field field, long start) => _registers[field.Register] = (long)Bits.ReadPlain(_packet + ((start + field.Offset) >> 3), field.Size);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Length(Field field) => field.LengthRegister >= 0 ? (ulong)_registers[field.LengthRegister] : field.StaticLength;

    /// <summary>The option of a variant or the content of an optional field; null when there is none.</summary>
    private Field? Choose(Field field)
    {
        var selector = _registers[field.LengthRegister];
        if (field.Kind == FieldKind.Optional && field.Ranges.Length == 0) return selector != 0 ? field.Fields[0] : null;
        for (var i = 0; i < field.Ranges.Length; i++)
        {
            var ranges = field.Ranges[i];
            for (var j = 0; j < ranges.Count; j++)
            {
                if (ranges[j].Contains(selector, field.SelectorIsSigned)) return field.Fields[i];
            }
        }

        return null;
    }

    /// <summary>Keeps the value of the fixed-length field at <paramref name="position"/>, which has been passed over; for one of
    /// variable length, the value itself is given.</summary>
    private bool Keep(Field field, long position)
    {
        if (field.Kind is FieldKind.Array or FieldKind.Blob) return CheckUuid(position);
        var value = field.Kind switch
        {
            FieldKind.VariableSigned or FieldKind.VariableUnsigned => (ulong)position,
            FieldKind.Signed => (ulong)Bits.SignExtend(Bits.Read(_packet, position, field), field.Size),
            _ => Bits.Read(_packet, position, field),
        };
        if (field.Register >= 0) _registers[field.Register] = (long)value;
        if (field.Roles == FieldRoles.None || _inPass) return true;
        return TakeRole(field, value);
    }

    private bool ReadVariable(Field field, out ulong value)
    {
        value = 0;
        var at = _packet + (_position >> 3);
        var limit = (_end - _position) / 8;
        var isSigned = field.Kind == FieldKind.VariableSigned;
        for (var i = 0; i < 10; i++)
        {
            if (i >= limit) return FaultShort(8 * (i + 1));
            ulong bits = at[i] & 0x7fu;
            if (i == 9 && ((at[i] & 0x80) != 0 || (isSigned ? bits is not (0 or 0x7f) : bits > 1))) break;
            value |= bits << (7 * i);
            if ((at[i] & 0x80) != 0) continue;
            if (isSigned && i < 9 && (bits & 0x40) != 0) value |= ulong.MaxValue << (7 * (i + 1));
            _position += (i + 1) * 8;
            return true;
        }

        _position += 9 * 8;
        return Fail("a variable-length integer has more than 64 bits");
    }

    /// <summary>A timestamp of <paramref name="size"/> bits: the clock goes to the next value that ends with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AdvanceClock(ulong value, int size)
    {
        if (size < 64)
        {
            var mask = (1UL << size) - 1;
            var high = _clock & ~mask;
            if (value < (_clock & mask)) high += mask + 1;
            value |= high;
        }

        _clock = value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FaultShort(long bits) => FailShort($"{bits} bits are required, {_end - _position} remain in the {Bound}");

    /// <summary>A field does not fit below <see cref="_end"/>; more of the packet may have to be read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FailShort(string fault)
    {
        _isShort = true;
        return Fail(fault);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Fail(string fault)
    {
        _fault ??= fault;
        return false;
    }
}
