using System.Runtime.CompilerServices;
using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>The thread's id as the kernel knows it, for filters: records have it anyway.</summary>
internal sealed unsafe class ThreadIdContext : ContextSource
{
    public override TraceField Field { get; } = Integer(sizeof(int), signed: true);

    public override int MaxSize => sizeof(int);

    public override byte* Write(byte* to)
    {
        Unsafe.WriteUnaligned(to, RingWriter.ThreadId);
        return to + sizeof(int);
    }
}
