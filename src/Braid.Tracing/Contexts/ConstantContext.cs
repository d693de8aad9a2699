using System.Runtime.CompilerServices;

namespace Braid.Tracing.Contexts;

/// <summary>A number that is read once per recording.</summary>
internal sealed unsafe class ConstantContext<T>(T value) : ContextSource
    where T : unmanaged
{
    public override TraceField Field { get; } = Integer(sizeof(T), signed: typeof(T) == typeof(int));

    public override int MaxSize => sizeof(T);

    public override byte* Write(byte* to)
    {
        Unsafe.WriteUnaligned(to, value);
        return to + sizeof(T);
    }
}
