using Braid.Tracing;

namespace Braid.Bench.UserEvents;

[TraceProvider("bench")]
internal static partial class BenchTrace
{
    [Tracepoint] public static partial void I32(int value);

    [Tracepoint] public static partial void Mix(long a, long b, string text);
}
