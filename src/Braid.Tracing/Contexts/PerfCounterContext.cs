using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Braid.Rings;
using Microsoft.Win32.SafeHandles;

namespace Braid.Tracing.Contexts;

/// <summary>
/// A performance counter of the calling thread as a u64, counted from its first event of the recording on; 0 where the kernel
/// refuses it. Each event makes a system call, read(2): some 0.5 µs, many times the event itself.
/// </summary>
internal sealed unsafe partial class PerfCounterContext : ContextSource
{
    private const int PerfEventOpenX64 = 298, PerfEventOpenArm64 = 241, CloseOnExec = 8;

    /// <summary>struct perf_event_attr, PERF_ATTR_SIZE_VER0; exclude_kernel and exclude_hv among the flags at 40.</summary>
    private const int AttributeSize = 64;
    private const ulong UserOnly = (1UL << 5) | (1UL << 6);

    private readonly uint _type;
    private readonly ulong _config;

    /// <summary>Closed when its thread or the recording has gone, by the finalizer.</summary>
    private readonly ThreadLocal<SafeFileHandle> _counter;

    private PerfCounterContext((uint Type, ulong Config) counter)
    {
        (_type, _config) = counter;
        _counter = new(Open);
    }

    public override TraceField Field { get; } = Integer(sizeof(ulong), signed: false);

    public override int MaxSize => sizeof(ulong);

    /// <summary>The counter that perf and LTTng call <paramref name="name"/>.</summary>
    public static PerfCounterContext? TryMake(string name) => PerfCounter.Find(name) is { } counter ? new(counter) : null;

    public override byte* Write(byte* to)
    {
        ulong value = 0;
        var counter = _counter.Value!;
        if (!counter.IsInvalid && Read((int)counter.DangerousGetHandle(), &value, sizeof(ulong)) != sizeof(ulong)) value = 0; // ours, and of this thread
        Unsafe.WriteUnaligned(to, value);
        return to + sizeof(ulong);
    }

    /// <summary>What the kernel does is counted too where the user may.</summary>
    private SafeFileHandle Open()
    {
        var fd = Open(0);
        return new(fd >= 0 ? fd : Open(UserOnly), ownsHandle: true);
    }

    private nint Open(ulong flags)
    {
        var attribute = stackalloc ulong[AttributeSize / sizeof(ulong)];
        new Span<byte>(attribute, AttributeSize).Clear();
        attribute[0] = _type | ((ulong)AttributeSize << 32);
        attribute[1] = _config;
        attribute[5] = flags;
        var number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? PerfEventOpenArm64 : PerfEventOpenX64;
        return SystemCall(number, attribute, 0, -1, -1, CloseOnExec);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, ulong* attribute, nint pid, nint cpu, nint group, nint flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int fd, void* buffer, nint count);
}
