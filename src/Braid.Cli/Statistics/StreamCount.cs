using Braid.Ctf.Decoding;

namespace Braid.Cli.Statistics;

/// <summary>What was counted of one stream.</summary>
internal sealed class StreamCount(DataStream stream)
{
    public DataStream Stream { get; } = stream;

    public long Events { get; set; }

    /// <summary>Bits of the events counted.</summary>
    public long Bits { get; set; }

    /// <summary>Events that the tracer says it lost.</summary>
    public ulong LostEvents { get; private set; }

    public ulong LostPackets { get; private set; }

    /// <summary>Some were lost before the first packet kept, nobody knows how many.</summary>
    public bool MayHaveLostMore { get; private set; }

    /// <summary>For example <c>kernel</c> or <c>ust</c>; empty when the trace does not say.</summary>
    public string Domain => Stream.Trace.Find("domain")?.Text ?? "";

    public void AddLoss(MessageKind kind, Loss loss)
    {
        if (loss.Count is not { } count) MayHaveLostMore = true;
        else if (kind == MessageKind.DiscardedEvents) LostEvents += count;
        else LostPackets += count;
    }
}
