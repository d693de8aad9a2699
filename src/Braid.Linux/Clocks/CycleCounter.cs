using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Braid.Clocks;

/// <summary>The CPU's time-stamp counter.</summary>
internal static unsafe partial class CycleCounter
{
    private static readonly delegate* unmanaged[SuppressGCTransition]<ulong> s_read = Build();

    /// <summary>True where the counter runs at one rate, in all power states, and can be read.</summary>
    internal static bool IsAvailable => s_read != null;

    /// <summary>Cycles; only where <see cref="IsAvailable"/>.</summary>
    internal static ulong Read() => s_read();

    private static delegate* unmanaged[SuppressGCTransition]<ulong> Build()
    {
        // lfence; rdtsc; shl rdx, 32; or rax, rdx; ret
        ReadOnlySpan<byte> code = [0x0F, 0xAE, 0xE8, 0x0F, 0x31, 0x48, 0xC1, 0xE2, 0x20, 0x48, 0x09, 0xD0, 0xC3];
        if (!IsInvariant()) return null;
        const int readWrite = 3, readExecute = 5, privateAnonymous = 0x22;
        var page = Map(0, 4096, readWrite, privateAnonymous, -1, 0);
        if (page == -1) return null;

        // In bounds: a page holds the code.
        code.CopyTo(new Span<byte>((void*)page, code.Length));
        return Protect(page, 4096, readExecute) == 0 ? (delegate* unmanaged[SuppressGCTransition]<ulong>)page : null;
    }

    private static bool IsInvariant()
    {
        const int powerManagementLeaf = unchecked((int)0x80000007);
        return X86Base.X64.IsSupported
            && unchecked((uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax) >= unchecked((uint)powerManagementLeaf)
            && (X86Base.CpuId(powerManagementLeaf, 0).Edx & (1 << 8)) != 0;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);
}
