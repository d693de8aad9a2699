using System.Runtime.InteropServices;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Perf;

/// <summary>perf_event_open(2).</summary>
internal static unsafe class PerfEvent
{
    private const int CloseOnExec = 8;

    /// <summary>Opens an event for <paramref name="pid"/> on <paramref name="cpu"/> (-1: any); null with errno set when refused.</summary>
    internal static SafeFileHandle? TryOpen(PerfAttributes attributes, int pid, int cpu)
    {
        attributes.Size = (uint)sizeof(PerfAttributes);

        // In bounds: the kernel reads Size bytes of a local of that size.
        var fd = Libc.SystemCall(SystemCallNumber, (nint)(&attributes), pid, cpu, -1, CloseOnExec);
        return fd < 0 ? null : new SafeFileHandle(fd, ownsHandle: true);
    }

    private static nint SystemCallNumber => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 298 : 241;
}
