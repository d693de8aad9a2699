namespace Braid.DotNet.Nettrace;

/// <summary>
/// Decodes whole blocks of one stream and keeps what later ones refer to: kinds of events, stacks, threads, labels. Where the
/// versions differ, it is in the header of an event, the form of metadata, and how wide numbers of a sequence point are.
/// </summary>
internal sealed class BlockDecoder(INettraceSink sink, string stream)
{
    private const int SmallestEventHeader = 20;
    private const uint FlushThreads = 1, FlushMetadata = 2;

    private readonly EventSorter _sorter = new(sink);
    private readonly SequenceTracker _sequences = new();
    private readonly Dictionary<uint, EventDescription> _descriptions = [];
    private readonly Dictionary<uint, ReadOnlyMemory<byte>> _stacks = [];
    private readonly Dictionary<ulong, ThreadInfo> _threads = [];
    private readonly Dictionary<uint, LabelList> _labels = [];
    private int _kinds;

    /// <summary>Null before the first block.</summary>
    private TraceStart? _start;

    /// <summary>Whether the trace object or block has been read.</summary>
    public bool HasStarted => _start is not null;

    private bool IsV6 => _start!.Version >= 6;

    /// <summary>The block of kind <paramref name="kind"/> that stands at <paramref name="offset"/> of a stream of <paramref name="version"/>.</summary>
    public void Decode(BlockKind kind, ReadOnlySpan<byte> block, long offset, int version)
    {
        var cursor = new ByteCursor(block, offset, stream);
        if (kind == BlockKind.Trace)
        {
            if (_start is not null) throw cursor.Error("a second beginning of the trace");
            _start = TraceStartReader.Read(ref cursor, version);
            sink.OnStart(_start);
            return;
        }

        if (_start is null) throw cursor.Error("the stream does not begin with the trace object");
        switch (kind)
        {
            case BlockKind.Event: Events(ref cursor, block); break;
            case BlockKind.Metadata when IsV6: MetadataRows(ref cursor); break;
            case BlockKind.Metadata: Events(ref cursor, block, isMetadata: true); break;
            case BlockKind.SequencePoint: SequencePoint(ref cursor); break;
            case BlockKind.Stack: Stacks(ref cursor, block); break;
            case BlockKind.Thread: Threads(ref cursor); break;
            case BlockKind.RemoveThread: RemoveThreads(ref cursor); break;
            case BlockKind.LabelList: Labels(ref cursor); break;
        }
    }

    /// <summary>Nothing more will come: what waits goes out.</summary>
    public void Finish() => _sorter.Flush();

    private void Events(ref ByteCursor cursor, ReadOnlySpan<byte> block, bool isMetadata = false)
    {
        int headerSize = cursor.UInt16();
        var isCompressed = (cursor.UInt16() & 1) != 0;
        if (headerSize < SmallestEventHeader) throw cursor.Error($"a block header of {headerSize} bytes");
        cursor.Take(headerSize - 4); // the least and the greatest time, which the events tell again
        ReadOnlyMemory<byte> copy = isMetadata ? default : block.ToArray();
        var header = default(EventHeader);
        while (!cursor.IsAtEnd)
        {
            if (isCompressed) header.ReadCompressed(ref cursor, IsV6);
            else header.ReadUncompressed(ref cursor, IsV6);
            if (isMetadata)
            {
                var payload = cursor.Part(header.PayloadSize);
                var (id, description) = MetadataReader.V4(ref payload, _kinds);
                Add(id, description, ref payload);
            }
            else
            {
                var at = cursor.Position;
                cursor.Take(header.PayloadSize);
                Event(ref cursor, header, copy.Slice(at, header.PayloadSize));
            }

            if (!isCompressed && !IsV6) cursor.Take(Math.Min(-cursor.Position & 3, cursor.Remaining));
        }
    }

    private void Event(ref ByteCursor cursor, in EventHeader header, ReadOnlyMemory<byte> payload)
    {
        if (!_descriptions.TryGetValue(header.MetadataId, out var description)) throw cursor.Error($"an event of kind {header.MetadataId}, which no metadata describes");
        var stack = default(ReadOnlyMemory<byte>);
        if (header.StackId != 0) _stacks.TryGetValue(header.StackId, out stack);
        var labels = LabelList.Empty;
        var thread = new ThreadInfo((long)header.Thread, _start!.ProcessId);
        if (IsV6)
        {
            if (header.LabelsId != 0 && !_labels.TryGetValue(header.LabelsId, out labels)) throw cursor.Error($"an event with labels {header.LabelsId}, which are nowhere");
            if (!_threads.TryGetValue(header.Thread, out thread)) throw cursor.Error($"an event of thread {header.Thread}, which is nowhere");
        }

        var processor = Math.Max(-1, header.Processor);
        var pending = new PendingEvent
        {
            Description = description,
            Timestamp = header.Timestamp,
            ThreadId = thread.ThreadId,
            ProcessId = thread.ProcessId,
            Processor = processor,
            ActivityId = IsV6 ? labels.ActivityId : header.ActivityId,
            RelatedActivityId = IsV6 ? labels.RelatedActivityId : header.RelatedActivityId,
            Labels = labels.Text,
            Stack = stack,
            Payload = payload,
            LostBefore = _sequences.Next(header.CaptureThread, header.Sequence, processor),
        };
        if (header.IsSorted) _sorter.FlushBefore(header.Timestamp);
        _sorter.Add(pending);
    }

    private void MetadataRows(ref ByteCursor cursor)
    {
        cursor.Take(cursor.UInt16());
        while (!cursor.IsAtEnd)
        {
            var row = cursor.Part(cursor.UInt16());
            var (id, description) = MetadataReader.V6(ref row, _kinds);
            Add(id, description, ref row);
        }
    }

    private void Add(uint id, EventDescription description, ref ByteCursor cursor)
    {
        if (!_descriptions.TryAdd(id, description)) throw cursor.Error($"a second description of event kind {id}");
        _kinds++;
    }

    private void SequencePoint(ref ByteCursor cursor)
    {
        cursor.Int64(); // its time: all that waits is older
        var flags = IsV6 ? cursor.UInt32() : 0;
        var threads = cursor.UInt32();
        _sorter.Flush();
        for (uint i = 0; i < threads; i++)
        {
            if (IsV6) Reached(cursor.VarUInt64(), cursor.VarUInt32());
            else Reached((ulong)cursor.Int64(), cursor.UInt32());
        }

        _stacks.Clear();
        _labels.Clear();
        if ((flags & FlushThreads) != 0)
        {
            _threads.Clear();
            _sequences.Clear();
        }

        if ((flags & FlushMetadata) != 0) _descriptions.Clear();
    }

    private void Reached(ulong thread, uint sequence)
    {
        var (lost, processor) = _sequences.Reached(thread, sequence);
        if (lost > 0) sink.OnLost(lost, processor);
    }

    private void Stacks(ref ByteCursor cursor, ReadOnlySpan<byte> block)
    {
        var id = cursor.UInt32();
        var count = cursor.UInt32();
        ReadOnlyMemory<byte> copy = block.ToArray();
        for (; count > 0; count--)
        {
            var size = cursor.Int32();
            var at = cursor.Position;
            cursor.Take(size);
            _stacks[id++] = copy.Slice(at, size);
        }
    }

    private void Threads(ref ByteCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            var row = cursor.Part(cursor.UInt16());
            var (index, thread) = ThreadInfo.Read(ref row);
            _threads[index] = thread;
        }
    }

    private void RemoveThreads(ref ByteCursor cursor)
    {
        while (!cursor.IsAtEnd)
        {
            var index = cursor.VarUInt64();
            Reached(index, cursor.VarUInt32());
            _threads.Remove(index);
            _sequences.Remove(index);
        }
    }

    private void Labels(ref ByteCursor cursor)
    {
        var index = cursor.UInt32();
        for (var count = cursor.UInt32(); count > 0; count--) _labels[index++] = LabelReader.Read(ref cursor);
    }
}
