using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Tests;

/// <summary>All that a reader says of a stream.</summary>
internal sealed class ReadStream : INettraceSink
{
    public TraceStart? Start { get; private set; }

    public List<ReadEvent> Events { get; } = [];

    public ulong Lost { get; private set; }

    /// <summary>What was missing at the end; null for a whole stream.</summary>
    public string? Missing { get; private set; }

    /// <summary>Reads <paramref name="stream"/> in pieces of <paramref name="piece"/> bytes.</summary>
    public static ReadStream Of(byte[] stream, int piece = 1 << 16)
    {
        var read = new ReadStream();
        var reader = new NettraceReader(read, "stream");
        for (var i = 0; i < stream.Length; i += piece) reader.Feed(stream.AsSpan(i, Math.Min(piece, stream.Length - i)));
        read.Missing = reader.Complete();
        return read;
    }

    void INettraceSink.OnStart(TraceStart start) => Start = start;

    void INettraceSink.OnEvent(in NettraceEvent e) => Events.Add(new(
        e.Description, e.Timestamp, e.ThreadId, e.ProcessId, e.Processor, e.ActivityId, e.RelatedActivityId, e.Labels, e.Stack.ToArray(), e.Payload.ToArray()));

    void INettraceSink.OnLost(ulong count, int processor) => Lost += count;
}
