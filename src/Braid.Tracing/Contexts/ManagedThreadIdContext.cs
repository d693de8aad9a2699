using System.Runtime.CompilerServices;

namespace Braid.Tracing.Contexts;

/// <summary>The number that .NET gives the thread, as debuggers show it: an i32.</summary>
internal sealed unsafe class ManagedThreadIdContext : ContextSource
{
    public override TraceField Field { get; } = Integer(sizeof(int), signed: true);

    public override int MaxSize => sizeof(int);

    public override byte* Write(byte* to)
    {
        Unsafe.WriteUnaligned(to, Environment.CurrentManagedThreadId);
        return to + sizeof(int);
    }
}
