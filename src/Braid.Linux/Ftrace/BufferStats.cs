using System.Buffers.Text;

namespace Braid.Linux.Ftrace;

/// <summary>
/// The counters of <c>per_cpu/cpuN/stats</c> (kernel/trace/trace.c, tracing_stats_read).
/// </summary>
/// <param name="Entries">Events in the ring, not read yet.</param>
/// <param name="Overrun">Events that newer ones replaced (overwrite mode).</param>
/// <param name="CommitOverrun">Events lost because interrupts nested too deep for the ring.</param>
/// <param name="Bytes">Bytes in the ring, not read yet.</param>
/// <param name="Dropped">Events refused because the ring was full (overwrite off).</param>
/// <param name="ReadEvents">Events that readers took.</param>
public readonly record struct BufferStats(long Entries, long Overrun, long CommitOverrun, long Bytes, long Dropped, long ReadEvents)
{
    /// <summary>All events lost since the instance was made.</summary>
    public long Lost => Overrun + CommitOverrun + Dropped;

    /// <summary>Reads lines of the form <c>name: number</c>; unknown names are passed over.</summary>
    public static BufferStats Parse(ReadOnlySpan<byte> text)
    {
        var stats = default(BufferStats);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            var colon = line.IndexOf(": "u8);
            if (colon < 0 || !Utf8Parser.TryParse(line[(colon + 2)..], out long value, out _)) continue;
            var name = line[..colon];
            if (name.SequenceEqual("entries"u8)) stats = stats with { Entries = value };
            else if (name.SequenceEqual("overrun"u8)) stats = stats with { Overrun = value };
            else if (name.SequenceEqual("commit overrun"u8)) stats = stats with { CommitOverrun = value };
            else if (name.SequenceEqual("bytes"u8)) stats = stats with { Bytes = value };
            else if (name.SequenceEqual("dropped events"u8)) stats = stats with { Dropped = value };
            else if (name.SequenceEqual("read events"u8)) stats = stats with { ReadEvents = value };
        }

        return stats;
    }
}
