using System.Runtime.InteropServices;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>System calls by number (x86-64), as no library in between makes them.</summary>
internal static partial class SystemCall
{
    internal const int Read = 0, Write = 1, Close = 3, Poll = 7, WriteVector = 20, Select = 23, Connect = 42, SendTo = 44, ReceiveFrom = 45, Bind = 49,
        Listen = 50, SocketName = 51, Socket = 41, SocketPair = 53, EpollWait = 232, EpollControl = 233, OpenAt = 257, PollTimed = 271, Accept4 = 288,
        EpollCreate = 291, Pipe2 = 293, MemoryMap = 9;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint Call(nint number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0);
}
