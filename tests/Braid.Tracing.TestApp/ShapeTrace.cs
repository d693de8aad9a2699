namespace Braid.Tracing.TestApp;

/// <summary>What attributes and the other ways to make events do.</summary>
[TraceProvider("shapes", Description = "Shapes of events")]
public static partial class ShapeTrace
{
    [Tracepoint(Level = TraceLevel.Warning, Description = "How integers are shown */ really", ModelUri = "https://example.org/model?a=\"b\"")]
    public static partial void Shown(
        [TraceField(Base = TraceBase.Hexadecimal)] uint hex,
        [TraceField(Base = TraceBase.Octal)] ushort octal,
        [TraceField("bits", Base = TraceBase.Binary)] byte binary,
        [TraceField(NetworkOrder = true)] ushort port,
        [TraceField(Base = TraceBase.Hexadecimal, NetworkOrder = true)] ReadOnlySpan<uint> addresses);

    [Tracepoint(Level = TraceLevel.Information)] public static partial void Reals(float[] singles, ReadOnlySpan<double> doubles, bool[] flags);

    [TraceSpan(Level = TraceLevel.Information)] public static partial TraceSpan Work(int item, string name);

    [TraceSpan("inner")] public static partial TraceSpan Nested();
}
