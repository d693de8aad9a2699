using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>
/// What events of system calls have beside the plain arguments: texts and structures, under LTTng's names (lttng-modules
/// 2.13). One row per call that differs.
/// </summary>
/// <param name="function">The kernel's function.</param>
/// <param name="arguments">Its arguments as tracefs describes them.</param>
/// <param name="abi">Whose system call it is.</param>
/// <param name="version">The format of the trace.</param>
internal sealed class SyscallLayout(string function, IReadOnlyList<(string Name, string Type, IntegerFieldClass Class)> arguments, SyscallAbi abi, CtfVersion version)
{
    private static readonly IntegerFieldClass s_int = new(32, signed: true), s_hex32 = new(32) { Base = DisplayBase.Hexadecimal },
        s_hex64 = new(64) { Base = DisplayBase.Hexadecimal }, s_long = new(64, signed: true);

    private static readonly ArgumentField s_result = new("ret", RecordWriter.Result, s_long);

    /// <summary>Pointers to constant characters that are no text but bytes with a length.</summary>
    private static readonly HashSet<(string, string)> s_bytes = [("write", "buf"), ("pwrite64", "buf"), ("mq_timedsend", "u_msg_ptr")];

    /// <summary>Pointers to characters that are text though nothing says that they are only read.</summary>
    private static readonly HashSet<(string, string)> s_texts =
    [
        ("mount", "dev_name"), ("mount", "dir_name"), ("mount", "type"), ("umount", "name"), ("utime", "filename"), ("utimes", "filename"),
        ("sethostname", "name"), ("setdomainname", "name"),
    ];

    private static readonly Dictionary<(string, string), IntegerFieldClass> s_labels = new()
    {
        [("futex", "op")] = SyscallLabels.Futex,
    };

    /// <summary>
    /// Labels that only traces of CTF 2 have: lttng-analyses, which reads CTF 1.8, calculates with these numbers and gets labels
    /// instead where there are any.
    /// </summary>
    private static readonly Dictionary<(string, string), IntegerFieldClass> s_laterLabels = new()
    {
        [("open", "flags")] = SyscallLabels.OpenFlags,
        [("openat", "flags")] = SyscallLabels.OpenFlags,
        [("fcntl", "cmd")] = SyscallLabels.FileCommand,
    };

    /// <summary>The fields of the entry.</summary>
    public IReadOnlyList<SyscallField> Entry => WithUnread(function switch
    {
        "poll" => [Plain(2), Plain(1), new PollField(IsExit: false, HasOverflow: true)],
        "ppoll" => [Plain(2), Plain(3), Plain(4), Plain(1), new PollField(IsExit: false, HasOverflow: true)],
        "select" => [Plain(0), Overflow, Timeout, new FileSetsField(IsExit: false)],
        "pselect6" => [Plain(0), Overflow, Timeout, Plain(5), new FileSetsField(IsExit: false)],
        "epoll_ctl" => [Plain(0), new ArgumentField("op_enum", 1, SyscallLabels.EpollOperation), Plain(2), new EpollEventField(3)],
        "epoll_wait" or "epoll_pwait" or "epoll_pwait2" => [.. All.Where(static a => a.Argument != 1)],
        "accept" or "accept4" => [Plain(0), Plain(1), new UserIntegersField("upeer_addrlen", 2), .. All.Skip(3).Select(static a => a with { Class = s_hex32 })],
        "connect" => [Plain(0), Plain(1), new ArgumentField("addrlen", 2, s_hex32), new SocketAddressField("dport", 1, 2, IsExit: false)],
        "bind" => [.. All, new SocketAddressField("port", 1, 2, IsExit: false)],
        "sendto" => [.. All, new SocketAddressField("dport", 4, 5, IsExit: false)],
        "readv" or "writev" or "preadv" or "pwritev" or "preadv2" or "pwritev2" or "vmsplice" => [.. All, new IoVectorField(abi.WordSize)],
        "mmap" =>
        [
            new ArgumentField("addr", 0, s_hex64), new ArgumentField("len", 1, new(64)), new ArgumentField("prot", 2, SyscallLabels.Protection),
            new ArgumentField("flags", 3, s_hex32), new ArgumentField("fd", 4, s_int), new ArgumentField("offset", 5, s_long),
        ],
        _ => [.. arguments.Select((a, i) => IsText(a.Name, a.Type) ? (SyscallField)new TextField(a.Name, i) : Labelled(i))],
    });

    /// <summary>The fields of the exit.</summary>
    public IReadOnlyList<SyscallField> Exit => WithUnread(function switch
    {
        "poll" => [s_result, Plain(1), new PollField(IsExit: true, HasOverflow: false)],
        "ppoll" => [s_result, Plain(1), new PollField(IsExit: true, HasOverflow: true)],
        "select" or "pselect6" => [s_result, Overflow, Timeout, new FileSetsField(IsExit: true)],
        "epoll_wait" or "epoll_pwait" or "epoll_pwait2" => [s_result, new EpollEventsField()],
        "accept" or "accept4" => [s_result, new UserIntegersField("upeer_addrlen", 2), new SocketAddressField("sport", 1, 2, IsExit: true)],
        "getsockname" or "getpeername" => [s_result, new UserIntegersField("usockaddr_len", 2), new SocketAddressField("port", 1, 2, IsExit: true)],
        "recvfrom" => [s_result, new UserIntegersField("addr_len", 5), new SocketAddressField("sport", 4, 5, IsExit: true)],
        "pipe" or "pipe2" => [s_result, new UserIntegersField("fildes", 0, 2)],
        "socketpair" => [s_result, new UserIntegersField("socket", 3, 2)],
        "mmap" => [s_result with { Class = s_hex64 }],
        _ => [s_result],
    });

    private OverflowField Overflow => new(0, FileSetsField.MaximumDescriptors);

    private ArgumentField Timeout => Plain(4) with { Name = "tvp" };

    private IEnumerable<ArgumentField> All => arguments.Select((_, i) => Plain(i));

    private ArgumentField Plain(int argument) => new(arguments[argument].Name, argument, arguments[argument].Class);

    private ArgumentField Labelled(int argument)
    {
        var place = (function, arguments[argument].Name);
        var isLabelled = s_labels.TryGetValue(place, out var labels) || (version >= CtfVersion.Ctf2 && s_laterLabels.TryGetValue(place, out labels));
        return isLabelled ? Plain(argument) with { Class = labels! } : Plain(argument);
    }

    private bool IsText(string name, string type) => type switch
    {
        "const char *" => !s_bytes.Contains((function, name)),
        "char *" => s_texts.Contains((function, name)),
        _ => false,
    };

    private static IReadOnlyList<SyscallField> WithUnread(SyscallField[] fields) =>
        fields.Any(static f => f.ReadsMemory) ? [.. fields, new UnreadField()] : fields;
}
