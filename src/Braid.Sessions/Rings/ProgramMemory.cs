using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Braid.Sessions.Rings;

/// <summary>
/// The recorder's hands on a program's file. Every access is a system call, so that a program that cuts its file short at
/// any moment makes an error here and no SIGBUS; docs/decisions/0004. What two words say together is known only when they
/// were read twice and are the same: a system call copies bytes in any order.
/// </summary>
internal sealed unsafe class ProgramMemory(SafeFileHandle file, string path) : IDisposable
{
    /// <summary>What lies before the event table, as addresses for <see cref="SetBit"/>. Never read or written from here.</summary>
    private byte* _words;

    private long _wordsLength;

    public string Path => path;

    public int Fd => file.Fd();

    /// <summary>The user the file belongs to, as this process sees users; null when the kernel does not tell.</summary>
    public uint? Owner => RingNative.Owner(file);

    public long Length => RandomAccess.GetLength(file);

    public T Read<T>(long offset)
        where T : unmanaged
    {
        T value = default;
        Read(new Span<T>(ref value), offset);
        return value;
    }

    /// <exception cref="InvalidDataException">The file ends early.</exception>
    public void Read<T>(Span<T> destination, long offset)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(destination);
        if (RandomAccess.Read(file, bytes, offset) != bytes.Length) throw new InvalidDataException($"{path}: ends before byte {offset + bytes.Length}");
    }

    public void Write<T>(T value, long offset)
        where T : unmanaged => Write(new ReadOnlySpan<T>(in value), offset);

    /// <exception cref="InvalidDataException">The program has given the memory back, and there is none left.</exception>
    public void Write<T>(ReadOnlySpan<T> source, long offset)
        where T : unmanaged
    {
        try
        {
            RandomAccess.Write(file, MemoryMarshal.AsBytes(source), offset);
        }
        catch (IOException e)
        {
            throw new InvalidDataException($"{path}: byte {offset} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Makes the first <paramref name="length"/> bytes addresses for <see cref="SetBit"/>.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Map(long length)
    {
        _words = RingNative.MapFile(file, length);
        _wordsLength = length;
    }

    /// <summary>
    /// Sets a bit of the aligned u32 at <paramref name="offset"/> in one atomic operation. The kernel does it, as the first
    /// half of FUTEX_WAKE_OP (nobody is woken), because it survives a page that is gone.
    /// </summary>
    /// <exception cref="InvalidDataException">The file ends early.</exception>
    public void SetBit(long offset, int bit)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, _wordsLength - sizeof(uint));
        if (!RingNative.FutexOr((uint*)(_words + offset), bit)) throw new InvalidDataException($"{path}: ends before byte {offset}");
    }

    /// <summary>Gives a range of the file memory.</summary>
    /// <exception cref="IOException">There is not enough.</exception>
    public void Allocate(long offset, long length) => RingNative.AllocateRange(file, 0, offset, length);

    /// <summary>Takes the memory of a range back.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Punch(long offset, long length) => RingNative.AllocateRange(file, RingNative.PunchHole | RingNative.KeepSize, offset, length);

    /// <summary>Unmaps and closes, which drops the recorder's lock.</summary>
    public void Dispose()
    {
        if (_words != null) RingNative.Unmap((nint)_words, (nuint)_wordsLength);
        _words = null;
        file.Dispose();
    }
}
