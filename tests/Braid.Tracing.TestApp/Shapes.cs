using System.Buffers.Binary;

namespace Braid.Tracing.TestApp;

/// <summary>One event of each shape of <see cref="ShapeTrace"/>, of handles made by hand and of free text.</summary>
public static class Shapes
{
    private static readonly Tracepoint<int, string> s_typed = new("typed", "two", "number", "word", TraceLevel.Error);
    private static readonly Tracepoint<Colour, DateTime, Guid, double[]> s_rich = new("typed", "four", "colour", "time", "id", "reals");

    public static void Emit()
    {
        ShapeTrace.Shown(0xBEEF, 8, 5, BinaryPrimitives.ReverseEndianness((ushort)80), [BinaryPrimitives.ReverseEndianness(0x7F000001u)]);
        ShapeTrace.Reals([1.5f, -0.25f], [2.5], [true, false]);
        using (ShapeTrace.Work(7, "outer"))
        {
            using (ShapeTrace.Nested())
            {
            }
        }

        s_typed.Write(-5, "five");
        s_rich.Write(Colour.Blue, Kinds.Time, Kinds.Id, [0.5, -1]);
        var calls = 0;
        TraceText.Write($"free text {Count(ref calls)} and {1.5:F2}");
        TraceText.Write(TraceLevel.Warning, $"a warning {Count(ref calls),4}", 42, "file.cs", "Emit");
        TraceText.Write(TraceLevel.Debug, $"never {Count(ref calls)}");
        Console.WriteLine($"{calls} holes evaluated");
    }

    private static int Count(ref int calls) => ++calls;
}
