using System.Runtime.InteropServices;

namespace Braid.Cli.Terminal;

/// <summary>
/// The width of a terminal, asked of the kernel: <see cref="Console.WindowWidth"/> would switch the terminal's keypad mode
/// and leave it so.
/// </summary>
internal static partial class TerminalSize
{
    /// <summary>The file descriptor of standard error.</summary>
    public const int StandardError = 2;

    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ, asm-generic/ioctls.h
    private const int Usual = 80, Narrowest = 20;

    /// <summary>Columns of the terminal at <paramref name="descriptor"/>; 80 when it does not say.</summary>
    public static int Columns(int descriptor) =>
        IoCtl(descriptor, GetWindowSize, out var size) == 0 && size.Columns >= Narrowest ? size.Columns : Usual;

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoCtl(int descriptor, nuint request, out WindowSize size);

    private readonly record struct WindowSize(ushort Rows, ushort Columns, ushort WidthPixels, ushort HeightPixels);
}
