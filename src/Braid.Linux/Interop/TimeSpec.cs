using System.Runtime.InteropServices;

namespace Braid.Linux.Interop;

/// <summary><c>struct timespec</c> of a 64-bit machine.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;
}
