using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Arguments that are numbers for names, with LTTng's names (include/uapi of the kernel). Those of which bits are combined
/// have a label for each bit.
/// </summary>
internal static class SyscallLabels
{
    private const int Private = 128, Realtime = 256;

    private static readonly string[] s_futexOperations =
    [
        "FUTEX_WAIT", "FUTEX_WAKE", "FUTEX_FD", "FUTEX_REQUEUE", "FUTEX_CMP_REQUEUE", "FUTEX_WAKE_OP", "FUTEX_LOCK_PI", "FUTEX_UNLOCK_PI",
        "FUTEX_TRYLOCK_PI", "FUTEX_WAIT_BITSET", "FUTEX_WAKE_BITSET", "FUTEX_WAIT_REQUEUE_PI", "FUTEX_CMP_REQUEUE_PI", "FUTEX_LOCK_PI2",
    ];

    /// <summary>The operation of futex(2), with its two flags.</summary>
    public static IntegerFieldClass Futex { get; } = Enumeration(32, signed: true,
    [
        .. from flags in new (int Bits, string Name)[] { (0, ""), (Private, "_PRIVATE"), (Realtime, "|FUTEX_CLOCK_REALTIME"), (Private | Realtime, "_PRIVATE|FUTEX_CLOCK_REALTIME") }
           from operation in s_futexOperations.Index()
           select (operation.Item + flags.Name, operation.Index | flags.Bits),
    ]);

    /// <summary>The flags of open(2).</summary>
    public static IntegerFieldClass OpenFlags { get; } = Enumeration(32, signed: true,
        [("O_RDONLY", 0), ("O_WRONLY", 1), ("O_RDWR", 2), ("O_CREAT", 0x40), ("O_EXCL", 0x80), ("O_NOCTTY", 0x100), ("O_TRUNC", 0x200), ("O_APPEND", 0x400),
         ("O_NONBLOCK", 0x800), ("O_DSYNC", 0x1000), ("FASYNC", 0x2000), ("O_DIRECT", 0x4000), ("O_LARGEFILE", 0x8000), ("O_DIRECTORY", 0x10000),
         ("O_NOFOLLOW", 0x20000), ("O_NOATIME", 0x40000), ("O_CLOEXEC", 0x80000), ("O_SYNC", 0x100000), ("O_PATH", 0x200000), ("O_TMPFILE", 0x400000)]);

    /// <summary>The operation of epoll_ctl(2).</summary>
    public static IntegerFieldClass EpollOperation { get; } = Enumeration(32, signed: true, [("EPOLL_CTL_ADD", 1), ("EPOLL_CTL_DEL", 2), ("EPOLL_CTL_MOD", 3)]);

    /// <summary>The protection of mmap(2).</summary>
    public static IntegerFieldClass Protection { get; } = Enumeration(32, signed: true, [("PROT_EXEC", 4), ("PROT_READ", 1), ("PROT_WRITE", 2), ("PROT_NONE", 0)]);

    /// <summary>The command of fcntl(2).</summary>
    public static IntegerFieldClass FileCommand { get; } = Enumeration(32, signed: false,
        [("F_DUPFD", 0), ("F_GETFD", 1), ("F_SETFD", 2), ("F_GETFL", 3), ("F_SETFL", 4), ("F_GETLK", 5), ("F_SETLK", 6), ("F_SETLKW", 7), ("F_SETOWN", 8),
         ("F_GETOWN", 9), ("F_SETSIG", 10), ("F_GETSIG", 11), ("F_GETLK64", 12), ("F_SETLK64", 13), ("F_SETLKW64", 14), ("F_SETOWN_EX", 15), ("F_GETOWN_EX", 16),
         ("F_GETOWNER_UIDS", 17), ("F_OFD_GETLK", 36), ("F_OFD_SETLK", 37), ("F_OFD_SETLKW", 38), ("F_SETLEASE", 1024), ("F_GETLEASE", 1025), ("F_NOTIFY", 1026),
         ("F_CANCELLK", 1029), ("F_DUPFD_CLOEXEC", 1030), ("F_SETPIPE_SZ", 1031), ("F_GETPIPE_SZ", 1032), ("F_ADD_SEALS", 1033), ("F_GET_SEALS", 1034),
         ("F_GET_RW_HINT", 1035), ("F_SET_RW_HINT", 1036), ("F_GET_FILE_RW_HINT", 1037), ("F_SET_FILE_RW_HINT", 1038)]);

    private static IntegerFieldClass Enumeration(int size, bool signed, (string Label, int Value)[] labels) =>
        new(size, signed) { IsEnumeration = true, Mappings = [.. labels.Select(static l => new EnumerationMapping(l.Label, l.Value))] };
}
