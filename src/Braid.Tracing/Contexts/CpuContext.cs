using System.Runtime.CompilerServices;
using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>The CPU that the thread runs on, for filters. The event may be recorded on the next one that the thread goes to.</summary>
internal sealed unsafe class CpuContext : ContextSource
{
    public override TraceField Field { get; } = Integer(sizeof(uint), signed: false);

    public override int MaxSize => sizeof(uint);

    public override byte* Write(byte* to)
    {
        Unsafe.WriteUnaligned(to, RingWriter.CurrentCpu());
        return to + sizeof(uint);
    }
}
