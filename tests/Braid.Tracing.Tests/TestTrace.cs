namespace Braid.Tracing.Tests;

internal enum Size : ushort
{
    Small = 1,
    Large = 1000,
}

[TraceProvider("test")]
internal static partial class TestTrace
{
    [Tracepoint] public static partial void I32(int value);

    [Tracepoint] public static partial void Many(long a, string? text, double real, Size size, Guid id, DateTime time, ReadOnlySpan<byte> bytes, int[] numbers, ReadOnlySpan<char> chars);

    [Tracepoint("renamed-event")] public static partial void Renamed([TraceField("other")] bool flag);

    [Tracepoint] public static partial void Secret(int level, [TraceField(FilterOnly = true)] string secret, int number);

    [Tracepoint] public static partial void Huge(byte[] bytes);
}
