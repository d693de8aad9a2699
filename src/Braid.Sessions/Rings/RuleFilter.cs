using System.Buffers.Binary;
using System.Text;

namespace Braid.Sessions.Rings;

/// <summary>
/// A filter that programs evaluate before they write an event that one of the rules wants. Where there are several, an event
/// is written when one of those that are for it accepts it, and never when none is for it.
/// </summary>
/// <param name="Rules">Rules of docs/formats/ring.md.</param>
/// <param name="Code">As <see cref="FilterCompiler"/> makes it; empty: accepts all.</param>
public sealed record RuleFilter(IReadOnlyList<string> Rules, ReadOnlyMemory<byte> Code)
{
    /// <summary>The filters as programs read them: u32 length and rules, u32 length and code of each.</summary>
    internal static byte[] Encode(IReadOnlyList<RuleFilter> filters)
    {
        var bytes = new List<byte>();
        foreach (var filter in filters)
        {
            Add(Encoding.UTF8.GetBytes(string.Join('\n', filter.Rules)));
            Add(filter.Code.Span);
        }

        return [.. bytes];

        void Add(ReadOnlySpan<byte> part)
        {
            Span<byte> length = stackalloc byte[sizeof(uint)];
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)part.Length);
            bytes.AddRange(length);
            bytes.AddRange(part);
        }
    }
}
