using System.Buffers.Binary;

namespace Braid.Tracing.Filters;

/// <summary>A filter and the rules for whose events it is: an event is recorded when one of those that are for it accepts it. Immutable.</summary>
/// <param name="Rules">As in the control page of the program's file, <see cref="Braid.Rings.Rules"/>.</param>
/// <param name="Code">Empty: accepts all.</param>
/// <param name="Deepest">How deep the stack of the filter gets.</param>
internal sealed record RuleFilter(byte[] Rules, FilterInstruction[] Code, int Deepest)
{
    /// <summary>Reads filters one after the other: u32 length and rules, u32 length and code of each.</summary>
    /// <returns>Null when they break the format of docs/formats/ring.md.</returns>
    public static List<RuleFilter>? ReadAll(ReadOnlySpan<byte> bytes)
    {
        var filters = new List<RuleFilter>();
        while (!bytes.IsEmpty)
        {
            if (!TryTake(ref bytes, out var rules) || !TryTake(ref bytes, out var code)) return null;
            var deepest = 0;
            if ((code.IsEmpty ? [] : FilterReader.Read(code, out deepest)) is not { } instructions) return null;
            filters.Add(new(rules.ToArray(), instructions, deepest));
        }

        return filters;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> part)
    {
        part = default;
        if (bytes.Length < sizeof(uint)) return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (length > bytes.Length - sizeof(uint)) return false;
        part = bytes.Slice(sizeof(uint), (int)length);
        bytes = bytes[(sizeof(uint) + (int)length)..];
        return true;
    }
}
