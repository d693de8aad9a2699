using System.Runtime.CompilerServices;
using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>pthread_self(3) as a u64.</summary>
internal sealed unsafe class PthreadIdContext : ContextSource
{
    public override TraceField Field { get; } = Integer(sizeof(ulong), signed: false);

    public override int MaxSize => sizeof(ulong);

    public override byte* Write(byte* to)
    {
        Unsafe.WriteUnaligned(to, (ulong)Libc.CurrentThread());
        return to + sizeof(ulong);
    }
}
