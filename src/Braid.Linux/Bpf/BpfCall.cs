using System.Runtime.InteropServices;
using Braid.Linux.Interop;

namespace Braid.Linux.Bpf;

/// <summary>bpf(2). Attributes are laid out as <c>union bpf_attr</c> in <c>include/uapi/linux/bpf.h</c>.</summary>
internal static unsafe class BpfCall
{
    internal const int MapCreate = 0, MapLookup = 1, MapUpdate = 2, MapDelete = 3, ProgramLoad = 5, GetInfo = 15, RawTracepointOpen = 17;

    /// <summary>Bytes of name that the kernel keeps, with the null character (BPF_OBJ_NAME_LEN).</summary>
    internal const int NameSize = 16;

    private static int Number => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 321 : 280;

    /// <summary>A descriptor or 0; less than 0 with errno set.</summary>
    internal static int Try(int command, ReadOnlySpan<byte> attributes)
    {
        // In bounds: the span's own length is passed; what its addresses lead to is the caller's.
        fixed (byte* p = attributes) return (int)Libc.SystemCall(Number, command, (nint)p, attributes.Length, 0, 0);
    }

    /// <summary>Puts <paramref name="name"/> where the kernel's tools show it, letters it does not take replaced.</summary>
    internal static void WriteName(Span<byte> destination, string name)
    {
        for (var i = 0; i < Math.Min(name.Length, NameSize - 1); i++) destination[i] = (byte)(char.IsAsciiLetterOrDigit(name[i]) ? name[i] : '_');
    }
}
