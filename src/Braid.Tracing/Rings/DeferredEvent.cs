namespace Braid.Tracing.Rings;

/// <summary>
/// The event that a thread puts together in memory of its own, because the recording wants contexts with it or filters it:
/// only when it is whole and accepted does it claim a ring. One at a time; owned by its thread.
/// <code>
/// bytes   contexts, up to their largest size | fields as recorded | fields only for the filter | contexts only for the filter
/// </code>
/// </summary>
internal sealed unsafe class DeferredEvent
{
    private const int FirstRoom = 1 << 10;

    /// <summary>What an event larger than this needs is not kept.</summary>
    private const int MostKept = 64 << 10;

    [ThreadStatic]
    private static DeferredEvent? t_event;

    /// <summary>Pinned; replaced when an event needs more.</summary>
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(FirstRoom, pinned: true);

    /// <summary>True from begin to commit.</summary>
    private bool _isOpen;

    private ushort _id;

    /// <summary>Of the open event.</summary>
    private RecordingExtras? _extras;

    /// <summary>Where the recorded fields of the open event end; null while they do where all end.</summary>
    private byte* _recordedEnd;

    private byte* Start => (byte*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0);

    /// <summary>Begins an event whose fields take up to <paramref name="size"/> bytes.</summary>
    /// <returns>Not recording when the recorder has gone, or the event is lost, which is counted: memory is short, or the thread has begun another and not committed it.</returns>
    public static TraceRecord Begin(ushort id, long size)
    {
        var extras = RecordingExtras.Current();
        if (extras == null) return default;
        try
        {
            var current = t_event ??= new();
            if (extras.IsUsable && !current._isOpen && current.TryMakeRoom(extras.MaxContextSize + size + extras.MaxFilterContextSize))
            {
                (current._isOpen, current._id, current._extras) = (true, id, extras);
                current._recordedEnd = null;
                return new TraceRecord(current.Start + extras.MaxContextSize);
            }
        }
        catch (OutOfMemoryException)
        {
            // Lost like an event for which there is no room in a ring.
        }

        RingWriter.Discard(RingWriter.CurrentCpu());
        return default;
    }

    /// <summary>Notes that the recorded fields of this thread's event end at <paramref name="end"/>.</summary>
    /// <returns>Whether a filter is there to look at others.</returns>
    public static bool EndRecorded(byte* end)
    {
        t_event!._recordedEnd = end;
        return t_event._extras!.HasFilter;
    }

    /// <summary>Records this thread's event, whose fields end at <paramref name="end"/>.</summary>
    public static void Commit(byte* end)
    {
        var current = t_event!; // Begin has made it
        try
        {
            current.Record(end);
        }
        catch (Exception)
        {
            // What a context is asked of the machine for may fail in any way, and must not take the program down.
            RingWriter.Discard(RingWriter.CurrentCpu());
        }
        finally
        {
            current.Close();
        }
    }

    private void Record(byte* end)
    {
        var extras = _extras!;
        var fields = Start + extras.MaxContextSize;
        if (!extras.Accepts(_id, _bytes.AsSpan(extras.MaxContextSize), (int)(end - fields))) return;
        if (_recordedEnd != null) end = _recordedEnd;
        var contexts = Start;
        foreach (var context in extras.Contexts) contexts = context.Write(contexts); // in bounds: MaxContextSize is the sum of their largest sizes
        RingWriter.Record(_id, extras.Generation, new(Start, (int)(contexts - Start)), new(fields, (int)(end - fields)));
    }

    private bool TryMakeRoom(long size)
    {
        if (size <= _bytes.Length) return true;
        if (size > Array.MaxLength) return false;
        _bytes = GC.AllocateUninitializedArray<byte>((int)size, pinned: true);
        return true;
    }

    private void Close()
    {
        (_isOpen, _extras) = (false, null);
        if (_bytes.Length > MostKept) _bytes = GC.AllocateUninitializedArray<byte>(FirstRoom, pinned: true);
    }
}
