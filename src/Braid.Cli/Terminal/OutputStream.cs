using System.Runtime.InteropServices;

namespace Braid.Cli.Terminal;

/// <summary>
/// Standard output or error as bytes. The streams of <see cref="Console"/> would switch the terminal's keypad mode and leave
/// it so. Writes where the descriptor stands, so that the shell's redirections go on after it.
/// </summary>
internal sealed partial class OutputStream : Stream
{
    private const int TryAgain = 11, Interrupted = 4; // EAGAIN, EINTR: asm-generic/errno-base.h
    private const short WritableEvent = 4; // POLLOUT

    private readonly int _descriptor;

    private OutputStream(int descriptor)
    {
        _descriptor = descriptor;
    }

    public static Stream StandardOutput { get; } = new OutputStream(1);

    public static Stream StandardError { get; } = new OutputStream(2);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = Write(_descriptor, in MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain) WaitUntilWritable();
            else if (error != Interrupted) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void WaitUntilWritable()
    {
        var wanted = new PollDescriptor(_descriptor, WritableEvent, 0);
        _ = Poll(ref wanted, 1, -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, in byte buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    private record struct PollDescriptor(int Descriptor, short Events, short Returned);
}
