using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Braid.Rings;
using Braid.Tracing.Rings;

namespace Braid.Tracing;

/// <summary>
/// An event being written, straight into the ring in its final layout. Lives between <see cref="Tracepoint.Begin(long, long)"/> and
/// <see cref="Commit"/> on one thread; writes nothing beyond the size that was asked for as long as the caller keeps to it.
/// </summary>
public unsafe ref struct TraceRecord
{
    private readonly RingControl* _ring;

    /// <summary>The next byte to write.</summary>
    private byte* _cursor;

    /// <summary>Added to the cursor it gives the state to commit: the bytes used and one event more. Of a deferred event, the claim bit alone.</summary>
    private readonly ulong _commit;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TraceRecord(RingControl* ring, byte* cursor, ulong commit)
    {
        _ring = ring;
        _cursor = cursor;
        _commit = commit;
    }

    /// <summary>A copy by fields: so those of a record that comes from a call, in memory, do not keep the others out of registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TraceRecord(TraceRecord other)
        : this(other._ring, other._cursor, other._commit)
    {
    }

    /// <summary>A record in memory of this thread.</summary>
    internal TraceRecord(byte* deferred)
        : this((RingControl*)deferred, deferred, RingState.ProgramClaim)
    {
    }

    /// <summary>False when there is nothing to write or commit.</summary>
    public readonly bool IsRecording
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _ring != null;
    }

    /// <summary>The most bytes that <see cref="WriteText(string?)"/> takes for <paramref name="text"/>; null is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SizeOfText(string? text) =>
        text == null ? 1 : text.Length <= Utf8Text.ShortLength ? text.Length * 3L + 1 : Utf8Text.SizeOfLong(text);

    /// <summary>The most bytes that <see cref="WriteText(ReadOnlySpan{char})"/> takes, whatever others write into <paramref name="text"/> meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SizeOfText(ReadOnlySpan<char> text) => text.Length * 3L + 1;

    /// <summary>The bytes that <see cref="WriteArray"/> takes for <paramref name="elements"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long SizeOfArray<T>(ReadOnlySpan<T> elements)
        where T : unmanaged => 4 + (long)elements.Length * sizeof(T);

    /// <summary>Nanoseconds from 1970-01-01T00:00:00Z; local times are converted, unspecified ones taken as UTC. Saturates (years 1678 to 2261 are exact).</summary>
    public static long ToUnixNanoseconds(DateTime time)
    {
        var ticks = (time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time).Ticks - DateTime.UnixEpoch.Ticks;
        return long.CreateSaturating((Int128)ticks * 100);
    }

    /// <summary>Writes a number, a character, a truth value or an enumeration: <c>sizeof(T)</c> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned(_cursor, value);
        _cursor += sizeof(T);
    }

    /// <summary>Writes text as UTF-8 up to its first NUL, and a NUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteText(string? text)
    {
        var end = Utf8Text.TryWriteAscii(_cursor, text);
        _cursor = end != null ? end : Utf8Text.Write(_cursor, text!);
    }

    /// <summary>Writes text as UTF-8 up to its first NUL, and a NUL.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteText(scoped ReadOnlySpan<char> text)
    {
        var end = Utf8Text.TryWriteAscii(_cursor, text);
        _cursor = end != null ? end : Utf8Text.Write(_cursor, text, text.Length * 3L);
    }

    /// <summary>Writes the number of elements as a u32 and the elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteArray<T>(scoped ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        Write(elements.Length);
        MemoryMarshal.AsBytes(elements).CopyTo(new Span<byte>(_cursor, elements.Length * sizeof(T)));
        _cursor += elements.Length * sizeof(T);
    }

    /// <summary>Writes <paramref name="size"/> bytes from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WriteBytes(ref byte first, int size)
    {
        Unsafe.CopyBlockUnaligned(ref *_cursor, ref first, (uint)size);
        _cursor += size;
    }

    /// <summary>Writes the 16 bytes in the order in which the uuid is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUuid(Guid value)
    {
        value.TryWriteBytes(new Span<byte>(_cursor, 16), bigEndian: true, out _);
        _cursor += 16;
    }

    /// <summary>
    /// Call it when all recorded fields are written. True when a filter may want the fields that are not recorded: write them
    /// then, in the order of their descriptions.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly bool BeginFilterFields() => _commit == RingState.ProgramClaim && DeferredEvent.EndRecorded(_cursor);

    /// <summary>Publishes the event and gives the ring back, in one release store; a deferred one is filtered and recorded. Call it once, and only when <see cref="IsRecording"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Commit()
    {
        // A state to store has no claim; that of a deferred event would have one.
        var state = _commit + (ulong)_cursor;
        if ((long)state < 0) DeferredEvent.Commit(_cursor);
        else Volatile.Write(ref _ring->State, state);
    }
}
