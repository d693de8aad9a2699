namespace Braid.Sessions.Tracefs;

/// <summary>
/// The kind of a block request. The kernel writes letters (blk_fill_rwbs): an F for a flush before it, the operation, then
/// F for forced unit access, A read-ahead, S synchronous, M metadata. LTTng writes bits.
/// </summary>
internal static class Rwbs
{
    private const uint Write = 1, Discard = 2, Read = 4, ReadAhead = 8, Barrier = 16, Sync = 32, Meta = 64, Secure = 128,
        Flush = 256, ForcedUnitAccess = 512, PreFlush = 1024;

    /// <summary>For example <c>WSM</c> = 1 | 32 | 64. Letters that LTTng has no bit for are passed over.</summary>
    internal static uint Parse(ReadOnlySpan<byte> text)
    {
        uint bits = 0;
        var operationSeen = false;
        for (var i = 0; i < text.Length && text[i] != 0; i++)
        {
            switch (text[i])
            {
                case (byte)'F' when operationSeen:
                    bits |= ForcedUnitAccess;
                    break;
                case (byte)'F' when i == 0 && text.Length > 1 && "WDFRNZ"u8.Contains(text[1]):
                    bits |= PreFlush;
                    break;
                case (byte)'F':
                    bits |= Flush;
                    operationSeen = true;
                    break;
                case (byte)'A':
                    bits |= ReadAhead;
                    break;
                case (byte)'B':
                    bits |= Barrier;
                    break;
                case (byte)'S':
                    bits |= Sync;
                    break;
                case (byte)'M':
                    bits |= Meta;
                    break;
                case (byte)'E':
                    bits |= Secure;
                    break;
                default:
                    bits |= Operation(text[i]);
                    operationSeen = true;
                    break;
            }
        }

        return bits;
    }

    /// <summary>The letters that make one of <paramref name="bits"/>; <paramref name="isWhole"/> is false when there are bits that no letter alone makes.</summary>
    internal static IEnumerable<char> Letters(uint bits, out bool isWhole)
    {
        (uint Bit, char Letter)[] letters = [(Write, 'W'), (Discard, 'D'), (Read, 'R'), (ReadAhead, 'A'), (Barrier, 'B'), (Sync, 'S'), (Meta, 'M'), (Secure, 'E')];
        isWhole = (bits & (Flush | ForcedUnitAccess | PreFlush)) == 0;
        return letters.Where(l => (bits & l.Bit) != 0).Select(static l => l.Letter);
    }

    private static uint Operation(byte letter) => letter switch
    {
        (byte)'W' => Write,
        (byte)'D' => Discard,
        (byte)'R' => Read,
        _ => 0,
    };
}
