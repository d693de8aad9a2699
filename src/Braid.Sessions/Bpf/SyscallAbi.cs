using Braid.Linux.Bpf;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Where the kernel keeps the arguments of a system call while it runs: members of <c>pt_regs</c>, the same for its entry and
/// its exit. An event's id is told by its number, so that programs compute it.
/// </summary>
/// <param name="IsCompat">Whether it is that of 32-bit programs.</param>
/// <param name="Arguments">Bytes from the start of pt_regs to each argument.</param>
/// <param name="Number">Bytes from there to the number, which on exit is nowhere else.</param>
internal sealed record SyscallAbi(bool IsCompat, int[] Arguments, int Number)
{
    /// <summary>The set bit in <c>thread_info.status</c> of a thread in a system call of a 32-bit program (TS_COMPAT).</summary>
    public const int CompatStatus = 2;

    /// <summary>Names of pt_regs on x86-64: those of 64-bit and of 32-bit programs.</summary>
    private static readonly string[] s_native = ["di", "si", "dx", "r10", "r8", "r9"], s_compat = ["bx", "cx", "dx", "si", "di", "bp"];

    /// <summary>What the names of its events begin with.</summary>
    public string Prefix => IsCompat ? "compat_" : "";

    /// <summary>Bytes of a pointer and of a long.</summary>
    public int WordSize => IsCompat ? 4 : 8;

    /// <summary>What is added to a number to make it one of its own among both.</summary>
    public int NumberBase => IsCompat ? SyscallNumbers.Limit : 0;

    /// <summary>The id of an event in the trace.</summary>
    public ulong EventId(int number, bool isExit) => (ulong)(((NumberBase + number) << 1) | (isExit ? 1 : 0));

    /// <summary>Finds the members in the kernel's types.</summary>
    /// <exception cref="NotSupportedException">There is no such member.</exception>
    public static SyscallAbi Of(BtfTypes types, bool isCompat) =>
        new(isCompat, [.. (isCompat ? s_compat : s_native).Select(name => Offset(types, "pt_regs", name))], Offset(types, "pt_regs", "orig_ax"));

    /// <summary>Bytes from the start of a structure to a member.</summary>
    /// <exception cref="NotSupportedException">There is no such member.</exception>
    public static int Offset(BtfTypes types, string structure, params ReadOnlySpan<string> path) =>
        types.Member(structure, path)?.Offset ?? throw new NotSupportedException($"{BtfTypes.KernelPath} has no {structure}.{string.Join('.', path)}");
}
