using Microsoft.Win32.SafeHandles;

namespace Braid.Ctf.Decoding;

/// <summary>
/// A stream file open for reading. It is read, not mapped: a file that its owner cuts short gives fewer bytes, where a
/// mapping would end the process. <see cref="Length"/> is that of the moment of opening; safe to share between threads.
/// </summary>
internal sealed class TraceFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public TraceFile(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>; returns fewer bytes only where the file ends.</summary>
    public int Read(Span<byte> destination, long offset)
    {
        var done = 0;
        while (done < destination.Length && RandomAccess.Read(_handle, destination[done..], offset + done) is var read and > 0) done += read;
        return done;
    }

    public void Dispose() => _handle.Dispose();
}
