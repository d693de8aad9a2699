using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Conversion;

/// <summary>
/// Writes the events of a nettrace stream into a CTF trace, as docs/formats/dotnet.md tells. One thread at a time.
/// </summary>
public sealed class CtfTranscoder : INettraceSink
{
    /// <summary>The <c>cpu_id</c> of events that do not tell theirs: all those of CoreCLR.</summary>
    public const uint UnknownCpu = uint.MaxValue;

    private const int PacketSize = 1 << 18;

    /// <summary>Of a payload in CTF, in bytes; runtimes send 64 KB, which become less than twice as much.</summary>
    private const int LargestPayload = 1 << 24;

    /// <summary>More CPUs than Linux has; an event that names a higher one does not tell its CPU.</summary>
    private const int MostCpus = 1 << 13;

    private readonly Func<TraceStart, CtfOutput> _open;
    private readonly Action<string> _warn;
    private readonly List<EventWriter?> _writers = [];
    private readonly Dictionary<uint, StreamRecords> _streams = [];
    private readonly RecordBuffer _payload = new(LargestPayload);
    private TraceStart? _start;
    private CtfOutput? _output;
    private bool _hasProcess;
    private bool _hasStacks;
    private bool _hasLabels;

    /// <summary>Makes a transcoder.</summary>
    /// <param name="open">Makes the output when the stream has told its clock.</param>
    /// <param name="warn">Told once, in a line, of each kind of event whose fields are not known.</param>
    public CtfTranscoder(Func<TraceStart, CtfOutput> open, Action<string> warn)
    {
        _open = open;
        _warn = warn;
    }

    /// <summary>Events written.</summary>
    public long Events { get; private set; }

    /// <summary>Events that the process lost.</summary>
    public long Discarded { get; private set; }

    /// <summary>Bytes of packets written.</summary>
    public long Bytes => _streams.Values.Sum(s => s.BytesWritten);

    /// <summary>Events that came after later ones, against the format's promise; they carry the time of the event before.</summary>
    public long LateEvents { get; private set; }

    /// <summary>
    /// The stream class of a trace made of a nettrace stream: with the thread, the activity and, when asked for, the stack in
    /// each event; in version 6 with the process and the labels.
    /// </summary>
    public static StreamClass StreamClass(ClockClass clock, TraceStart start, bool stacks)
    {
        List<StructureMember> context = [];
        if (start.Version >= 6) context.Add(new("vpid", new IntegerFieldClass(32, signed: true)));
        context.Add(new("vtid", new IntegerFieldClass(32, signed: true)));
        context.Add(new("activity_id", new StringFieldClass()));
        context.Add(new("related_activity_id", new StringFieldClass()));
        if (start.Version >= 6) context.Add(new("labels", new StringFieldClass()));
        if (stacks)
        {
            // LTTng's names.
            var address = new IntegerFieldClass(8 * start.PointerSize) { Base = DisplayBase.Hexadecimal };
            context.Add(new("_callstack_user_length", new IntegerFieldClass(32)));
            context.Add(new("callstack_user", new DynamicArrayFieldClass(address, FieldLocation.Sibling("_callstack_user_length"))));
        }

        return LttngLayout.StreamClass(clock, new StructureFieldClass(context, 8));
    }

    /// <summary>Writes what waits for a packet to become full.</summary>
    /// <returns>The number of packets.</returns>
    /// <exception cref="IOException">The trace cannot be written.</exception>
    public int Flush()
    {
        if (!_streams.Values.Any(s => s.IsPending)) return 0;
        _output!.WriteMetadata();
        var packets = 0;
        foreach (var stream in _streams.Values.Where(s => s.IsPending))
        {
            stream.Flush();
            packets++;
        }

        return packets;
    }

    void INettraceSink.OnStart(TraceStart start)
    {
        _start = start;
        _output = _open(start);
        var context = _output.Stream.EventCommonContext!.Members;
        _hasProcess = context.Any(m => m.Name == "vpid");
        _hasLabels = context.Any(m => m.Name == "labels");
        _hasStacks = context.Any(m => m.Name == "callstack_user");
        _output.WriteMetadata();
    }

    void INettraceSink.OnEvent(in NettraceEvent e)
    {
        var writer = WriterOf(e.Description);
        var id = writer.Convert(e.Payload, _payload, out var isRaw);
        if (isRaw && !writer.IsKnownToBeRaw) Tell(writer, e.Payload.Length);
        var stream = StreamOf(e.Processor);
        var time = _output!.Time(e.Timestamp);
        if (!stream.Begin(ref time, id)) LateEvents++;
        WriteContext(stream.Records, e);
        stream.Records.TryWrite(_payload.Written);
        Events++;
        if (stream.Records.Length >= PacketSize) FlushFull(stream);
    }

    void INettraceSink.OnLost(ulong count, int processor)
    {
        StreamOf(processor).Discarded += count;
        Discarded += (long)count;
    }

    private EventWriter WriterOf(EventDescription description)
    {
        while (_writers.Count <= description.Number) _writers.Add(null);
        return _writers[description.Number] ??= new(description, _start!.PointerSize, _output!.Stream.Events);
    }

    private StreamRecords StreamOf(int processor)
    {
        var cpu = (uint)processor < MostCpus ? (uint)processor : UnknownCpu;
        if (_streams.TryGetValue(cpu, out var stream)) return stream;
        return _streams[cpu] = new(_output!.CreateStream(cpu));
    }

    private void Tell(EventWriter writer, int size)
    {
        writer.IsKnownToBeRaw = true;
        _warn($"{writer.Name}: the fields of its {size} bytes are not known; they are kept as 'payload'");
    }

    private void WriteContext(RecordBuffer records, in NettraceEvent e)
    {
        if (_hasProcess) records.TryWriteUInt32((uint)e.ProcessId);
        records.TryWriteUInt32((uint)e.ThreadId);
        WriteActivity(records, e.ActivityId);
        WriteActivity(records, e.RelatedActivityId);
        if (_hasLabels) records.TryWriteText(e.Labels);
        if (!_hasStacks) return;
        var frames = e.Stack.Length / _start!.PointerSize;
        records.TryWriteUInt32((uint)frames);
        records.TryWrite(e.Stack[..(frames * _start.PointerSize)]);
    }

    private static void WriteActivity(RecordBuffer records, Guid activity)
    {
        Span<char> text = stackalloc char[36];
        var length = 0;
        if (activity != Guid.Empty) activity.TryFormat(text, out length);
        records.TryWriteText(text[..length]);
    }

    private void FlushFull(StreamRecords stream)
    {
        _output!.WriteMetadata();
        stream.Flush();
    }
}
