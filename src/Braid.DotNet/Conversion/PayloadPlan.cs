using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Braid.Ctf.Schema;

namespace Braid.DotNet.Conversion;

/// <summary>How payloads of one kind of event become CTF. Immutable but for the counts of the payload it works on: one thread at a time.</summary>
internal sealed class PayloadPlan(StructureFieldClass? payload, Step[] steps, int slots, bool hasRest)
{
    private readonly ulong[] _counts = new ulong[slots];

    /// <summary>End of what stood elsewhere in the payload.</summary>
    private int _locatedEnd;

    /// <summary>The CTF class; null for no fields.</summary>
    public StructureFieldClass? Class { get; } = payload;

    /// <summary>Writes a payload; false when it is not as described, and then <paramref name="output"/> is as it was.</summary>
    /// <param name="payload">The whole payload.</param>
    /// <param name="output">Takes the record.</param>
    /// <param name="left">Bytes behind the last field.</param>
    public bool TryWrite(ReadOnlySpan<byte> payload, RecordBuffer output, out int left)
    {
        var start = output.Length;
        var position = _locatedEnd = 0;
        var isWhole = Run(steps, payload, ref position, output);
        position = Math.Max(position, _locatedEnd);
        left = payload.Length - position;
        if (isWhole && hasRest) isWhole = output.TryWriteUInt32((uint)left) && output.TryWrite(payload[position..]);
        if (!isWhole) output.CutTo(start);
        return isWhole;
    }

    private static bool TryTake(ReadOnlySpan<byte> payload, ref int position, long count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (count > payload.Length - position) return false;
        taken = payload.Slice(position, (int)count);
        position += (int)count;
        return true;
    }

    private bool Run(Step[] plan, ReadOnlySpan<byte> payload, ref int position, RecordBuffer output)
    {
        foreach (var step in plan)
        {
            if (!Run(step, payload, ref position, output)) return false;
        }

        return true;
    }

    private bool Run(Step step, ReadOnlySpan<byte> payload, ref int position, RecordBuffer output)
    {
        switch (step.Kind)
        {
            case StepKind.Copy:
                return TryTake(payload, ref position, step.Size, out var bytes) && output.TryWrite(bytes);
            case StepKind.CopyCount:
                if (!TryTake(payload, ref position, step.Size, out bytes)) return false;
                ulong count = 0;
                for (var i = bytes.Length - 1; i >= 0; i--) count = (count << 8) | bytes[i];
                _counts[step.Slot] = count;
                return output.TryWrite(bytes);
            case StepKind.Utf16:
                var units = MemoryMarshal.Cast<byte, char>(payload[position..]);
                var end = units.IndexOf('\0');
                if (end < 0) return false;
                position += 2 * (end + 1);
                return output.TryWriteText(units[..end]);
            case StepKind.Ansi:
                end = payload[position..].IndexOf((byte)0);
                return end >= 0 && TryTake(payload, ref position, end + 1, out bytes) && output.TryWriteText(Encoding.UTF8.GetString(bytes));
            case StepKind.Utf16CodeUnit:
                return TryTake(payload, ref position, sizeof(char), out bytes) && output.TryWriteText(MemoryMarshal.Cast<byte, char>(bytes));
            case StepKind.Guid:
                return TryTake(payload, ref position, 16, out bytes) && WriteGuid(new(bytes), output);
            case StepKind.DateTime:
                return TryTake(payload, ref position, 8, out bytes) && output.TryWriteText(TimeText(BinaryPrimitives.ReadInt64LittleEndian(bytes)));
            case StepKind.Decimal:
                return TryTake(payload, ref position, 16, out bytes) && TryDecimal(bytes, out var text) && output.TryWriteText(text);
            case StepKind.VarInt:
                return TryVarUInt(payload, ref position, out var value) && output.TryWriteUInt64((value >> 1) ^ (0 - (value & 1)));
            case StepKind.VarUInt:
                return TryVarUInt(payload, ref position, out value) && output.TryWriteUInt64(value);
            case StepKind.Array:
                if (!TryTake(payload, ref position, 2, out bytes) || !output.TryWrite(bytes)) return false;
                return Elements(step, BinaryPrimitives.ReadUInt16LittleEndian(bytes), payload, ref position, output);
            case StepKind.CountedArray:
                return Elements(step, _counts[step.Slot], payload, ref position, output);
            case StepKind.FixedArray:
                return Elements(step, (ulong)step.Size, payload, ref position, output);
            case StepKind.Utf16Array:
                if (!TryTake(payload, ref position, 2, out bytes)) return false;
                return TryTake(payload, ref position, 2 * BinaryPrimitives.ReadUInt16LittleEndian(bytes), out bytes) && output.TryWriteText(MemoryMarshal.Cast<byte, char>(bytes));
            case StepKind.Utf8Array:
                if (!TryTake(payload, ref position, 2, out bytes)) return false;
                return TryTake(payload, ref position, BinaryPrimitives.ReadUInt16LittleEndian(bytes), out bytes) && output.TryWriteText(Encoding.UTF8.GetString(bytes));
            case StepKind.Located:
                return TryLocate(step, payload, ref position, out bytes) && bytes.Length % step.Size == 0
                    && output.TryWriteUInt16(bytes.Length / step.Size) && output.TryWrite(bytes);
            case StepKind.LocatedUtf16:
                return TryLocate(step, payload, ref position, out bytes) && output.TryWriteText(MemoryMarshal.Cast<byte, char>(bytes));
            default:
                return TryLocate(step, payload, ref position, out bytes) && output.TryWriteText(Encoding.UTF8.GetString(bytes));
        }
    }

    private bool Elements(Step array, ulong count, ReadOnlySpan<byte> payload, ref int position, RecordBuffer output)
    {
        // Each element takes a byte at least.
        if (count > (ulong)(payload.Length - position)) return false;
        if (array.CopiesElements) return TryTake(payload, ref position, (long)count * array.Element[0].Size, out var bytes) && output.TryWrite(bytes);
        for (; count > 0; count--)
        {
            if (!Run(array.Element, payload, ref position, output)) return false;
        }

        return true;
    }

    private bool TryLocate(Step step, ReadOnlySpan<byte> payload, ref int position, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!TryTake(payload, ref position, 4, out var word)) return false;
        var at = BinaryPrimitives.ReadUInt16LittleEndian(word) + (step.IsRelative ? position : 0);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(word[2..]);
        if (at + size > payload.Length) return false;
        bytes = payload.Slice(at, size);
        _locatedEnd = Math.Max(_locatedEnd, at + size);
        return true;
    }

    private static bool TryVarUInt(ReadOnlySpan<byte> payload, ref int position, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && position < payload.Length; shift += 7)
        {
            var part = payload[position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return true;
        }

        return false;
    }

    private static bool WriteGuid(Guid guid, RecordBuffer output)
    {
        Span<char> text = stackalloc char[36];
        guid.TryFormat(text, out _);
        return output.TryWriteText(text);
    }

    /// <summary>ISO 8601 in UTC; the number itself where it is out of the range of dates.</summary>
    private static string TimeText(long fileTime) => fileTime is >= 0 and <= 2650467743999999999
        ? DateTime.FromFileTimeUtc(fileTime).ToString("O", CultureInfo.InvariantCulture)
        : fileTime.ToString(CultureInfo.InvariantCulture);

    private static bool TryDecimal(ReadOnlySpan<byte> bytes, out string text)
    {
        // In memory: flags, high, low, middle.
        var words = MemoryMarshal.Cast<byte, int>(bytes);
        text = "";
        if ((words[0] & 0x7F00FFFF) != 0 || (words[0] >> 16 & 0xFF) > 28) return false;
        text = new decimal([words[2], words[3], words[1], words[0]]).ToString(CultureInfo.InvariantCulture);
        return true;
    }
}
