using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using System.Text.Unicode;

namespace Braid.Tracing.Rings;

/// <summary>UTF-16 to NUL-terminated UTF-8. Most text is ASCII: eight characters at a time, the last eight overlapping.</summary>
internal static unsafe class Utf8Text
{
    /// <summary>Up to here three bytes per character are reserved; longer text is measured.</summary>
    public const int ShortLength = 256;

    /// <summary>The bytes of <paramref name="text"/> and its NUL.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long SizeOfLong(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text) + 1L;

    /// <summary>Writes ASCII text without NUL characters, and a NUL.</summary>
    /// <returns>The byte after the NUL; null when the text is not of this kind.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* TryWriteAscii(byte* to, ReadOnlySpan<char> text)
    {
        // In bounds: one byte per character is written here, and the caller has reserved at least that and the NUL.
        ref var from = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var length = (nuint)text.Length;
        if (length >= 8 && Vector128.IsHardwareAccelerated)
        {
            for (nuint i = 0; ; i = Math.Min(i + 8, length - 8))
            {
                var eight = Vector128.LoadUnsafe(ref from, i);

                // 1 to 127: neither NUL nor beyond ASCII.
                if (Vector128.GreaterThanAny(eight - Vector128<ushort>.One, Vector128.Create((ushort)0x7E))) return null;
                Unsafe.WriteUnaligned(to + i, Vector128.Narrow(eight, eight).AsUInt64().ToScalar());
                if (i == length - 8) break;
            }
        }
        else
        {
            for (nuint i = 0; i < length; i++)
            {
                var c = Unsafe.Add(ref from, i);
                if ((uint)(c - 1) > 0x7E) return null;
                to[i] = (byte)c;
            }
        }

        to[length] = 0;
        return to + length + 1;
    }

    /// <summary>Writes any text, for which <see cref="SizeOfLong"/> or three bytes per character are reserved, and a NUL.</summary>
    /// <returns>The byte after the NUL.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, string text) =>
        Write(to, text, text.Length <= ShortLength ? text.Length * 3L : SizeOfLong(text) - 1);

    /// <summary>Writes any text, cut to <paramref name="room"/> bytes, and a NUL.</summary>
    /// <returns>The byte after the NUL.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static byte* Write(byte* to, ReadOnlySpan<char> text, long room)
    {
        var end = text.IndexOf('\0');
        if (end >= 0) text = text[..end];
        Utf8.FromUtf16(text, new Span<byte>(to, (int)Math.Min(room, int.MaxValue)), out _, out var written);
        to[written] = 0;
        return to + written + 1;
    }
}
