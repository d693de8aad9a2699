namespace KernelConsumer;

/// <summary>One recording.</summary>
/// <param name="Events">Events on disk.</param>
/// <param name="Lost">Events that the recorder says it lost.</param>
/// <param name="Bytes">Bytes on disk.</param>
/// <param name="CpuMilliseconds">User and system time of the recorder, without the workload.</param>
internal sealed record Measurement(long Events, long Lost, long Bytes, double CpuMilliseconds)
{
    internal double CpuPerMillion => CpuMilliseconds / Events * 1e6;

    internal double BytesPerEvent => (double)Bytes / Events;
}
