namespace Braid.Tracing.TestApp;

public enum Colour : byte
{
    Red = 1,
    Green = 2,
    Blue = 200,
}

[TraceProvider("app")]
public static partial class AppTrace
{
    [Tracepoint] public static partial void Tick(int thread, long sequence);

    [Tracepoint] public static partial void Empty();

    [Tracepoint("words:said")] public static partial void Words(long sequence, string text);

    [Tracepoint]
    public static partial void Integers(
        sbyte i8, byte u8, short i16, ushort u16, int i32, uint u32, long i64, ulong u64, nint native, nuint unsignedNative, char letter, bool flag);

    [Tracepoint] public static partial void Others(float single, double real, Colour colour, Guid id, DateTime time);

    [Tracepoint]
    public static partial void Texts(string? text, ReadOnlySpan<char> span, char[] chars, [TraceField("renamed")] string other);

    [Tracepoint]
    public static partial void Arrays(ReadOnlySpan<byte> bytes, int[]? numbers, Span<ushort> shorts, long[] @long);

    [Tracepoint] public static partial void Structures(Place place, ReadOnlySpan<Point> path, Customer? customer, (sbyte Low, Point High) range);
}
