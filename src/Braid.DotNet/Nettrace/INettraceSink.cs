namespace Braid.DotNet.Nettrace;

/// <summary>Takes what a <see cref="NettraceReader"/> reads, in order of time. Called by the thread that feeds the reader.</summary>
public interface INettraceSink
{
    /// <summary>The stream begins; called once, before all else.</summary>
    void OnStart(TraceStart start);

    /// <summary>An event; not earlier than the one before unless the stream breaks its own promises.</summary>
    void OnEvent(in NettraceEvent e);

    /// <summary><paramref name="count"/> events were lost before the next one; <paramref name="processor"/> as in <see cref="NettraceEvent.Processor"/>.</summary>
    void OnLost(ulong count, int processor);
}
