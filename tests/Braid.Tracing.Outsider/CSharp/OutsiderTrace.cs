using Braid.Tracing;

namespace Outsider;

public enum Colour : byte
{
    Red = 1,
    Blue = 200,
}

/// <summary>A provider with every kind of parameter and every attribute.</summary>
[TraceProvider("outsider")]
public static partial class OutsiderTrace
{
    [Tracepoint] public static partial void Tick(int thread, long sequence);

    [Tracepoint("named:empty", Level = TraceLevel.Critical)] public static partial void Empty();

    [Tracepoint(Level = TraceLevel.Warning)]
    public static partial void Integers(
        sbyte i8, byte u8, short i16, ushort u16, int i32, uint u32, long i64, ulong u64, nint native, nuint unsignedNative, char letter, bool flag);

    [Tracepoint] public static partial void Others(float single, double real, Colour colour, Guid id, DateTime time);

    [Tracepoint]
    public static partial void Texts(string? text, ReadOnlySpan<char> span, char[] chars, [TraceField("renamed")] string other);

    [Tracepoint]
    public static partial void Shown(
        [TraceField(Base = TraceBase.Hexadecimal)] uint hex,
        [TraceField(Base = TraceBase.Octal)] ushort octal,
        [TraceField(NetworkOrder = true)] ushort port,
        ReadOnlySpan<byte> bytes, int[]? numbers, Span<double> reals);

    [TraceSpan(Level = TraceLevel.Information)] public static partial TraceSpan Work(int item);
}
