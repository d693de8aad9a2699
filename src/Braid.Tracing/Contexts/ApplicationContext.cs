using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>A value that the program has set: text, empty when it has not.</summary>
internal sealed unsafe class ApplicationContext(AsyncLocal<string?> values) : ContextSource
{
    public override TraceField Field { get; } = Text();

    public override int MaxSize => TraceContext.MaxLength + 1;

    public override byte* Write(byte* to) => Utf8Text.Write(to, values.Value, room: TraceContext.MaxLength);
}
