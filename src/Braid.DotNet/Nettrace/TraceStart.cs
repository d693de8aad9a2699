namespace Braid.DotNet.Nettrace;

/// <summary>What the beginning of a stream says of the whole.</summary>
/// <param name="Version">4 for what runtimes write, 6 for what record-trace writes.</param>
/// <param name="SyncTime">When <paramref name="SyncTicks"/> was, in milliseconds.</param>
/// <param name="SyncTicks">The clock of the timestamps at the start of the stream.</param>
/// <param name="TickFrequency">Ticks per second; at least 1. On Linux the ticks are nanoseconds of CLOCK_MONOTONIC.</param>
/// <param name="PointerSize">4 or 8.</param>
/// <param name="ProcessId">The process in its own PID namespace; 0 when the stream does not say or holds several.</param>
public sealed record TraceStart(int Version, DateTimeOffset SyncTime, long SyncTicks, long TickFrequency, int PointerSize, long ProcessId);
