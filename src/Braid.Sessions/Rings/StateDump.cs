using System.Text;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Clocks;
using Braid.Linux.Processes;

namespace Braid.Sessions.Rings;

/// <summary>
/// What an address in a trace meant: the program's name and modules when it was attached, as LTTng-UST's state dump tells
/// them, in a stream of its own. The recorder finds it out; the program does nothing. Taken, then read, by the thread that
/// attaches; written by the one that drains.
/// </summary>
internal sealed class StateDump : IDisposable
{
    /// <summary>The id of its stream class; the program's own events have 0.</summary>
    private const ulong StreamClassId = 1;

    private const int Start = 0, BinInfo = 1, BuildId = 2, DebugLink = 3, ProcName = 4, End = 5, PerfMap = 6;
    private const int DebugLine = 13, ProcNameSize = 17;

    private readonly ProcessSnapshot _process;
    private readonly TracedProgram _program;
    private readonly ulong _time;

    /// <summary>The modules; written once, then published. Before that, whether there is a perf map.</summary>
    private volatile LoadedModule[]? _modules;
    private bool _hasPerfMap;

    /// <summary>Where it was written; null before and after.</summary>
    private StreamFileWriter? _stream;

    private StateDump(ProcessSnapshot process, TracedProgram program, ulong time) => (_process, _program, _time) = (process, program, time);

    /// <summary>True once <see cref="Read"/> has ended.</summary>
    public bool IsReady => _modules is not null;

    /// <summary>
    /// Notes what is mapped, in the time of one read of /proc/PID/maps. Null when the program is gone, may not be looked at,
    /// or has its number in another pid namespace: then the process of that number does not map <paramref name="file"/>.
    /// </summary>
    public static StateDump? TryTake(TracedProgram program, ProgramFileName file)
    {
        var time = Now(program);
        var process = ProcessSnapshot.TryTake(program.Pid);
        if (process is null) return null;
        if (process.Mappings.Any(m => m.Path.EndsWith(Path.GetFileName(file.Path), StringComparison.Ordinal))) return new(process, program, time);
        process.Dispose();
        return null;
    }

    /// <summary>Reads the files that were mapped, some milliseconds for a large program; then disposes what that needed.</summary>
    /// <param name="warn">Told of files that are broken.</param>
    public void Read(Action<string> warn)
    {
        using var process = _process;
        var modules = process.ReadModules(message => warn($"program {_program.Pid}: {message}")).ToArray();
        _hasPerfMap = process.HasFile(PerfMapPath);
        _modules = modules;
    }

    /// <summary>Adds the stream class to a trace whose metadata has not been written.</summary>
    public static void Describe(TraceClass trace)
    {
        var clock = trace.Clocks[0];
        var context = new StructureFieldClass([new("vpid", new IntegerFieldClass(32, signed: true)), new("vtid", new IntegerFieldClass(32, signed: true))], 8);
        var address = new IntegerFieldClass(64) { Base = DisplayBase.Hexadecimal };
        var number = new IntegerFieldClass(64);
        var flag = new IntegerFieldClass(8);
        var text = new StringFieldClass();
        var stream = LttngLayout.StreamClass(clock, context, StreamClassId);
        stream.Events.AddRange(
        [
            Event(Start, "lttng_ust_statedump:start"),
            Event(BinInfo, "lttng_ust_statedump:bin_info",
                new("baddr", address), new("memsz", number), new("path", text), new("is_pic", flag), new("has_build_id", flag), new("has_debug_link", flag)),
            Event(BuildId, "lttng_ust_statedump:build_id",
                new("baddr", address), new("_build_id_length", number),
                new("build_id", new DynamicArrayFieldClass(new IntegerFieldClass(8) { Base = DisplayBase.Hexadecimal }, FieldLocation.Sibling("_build_id_length")))),
            Event(DebugLink, "lttng_ust_statedump:debug_link", new("baddr", address), new("crc", new IntegerFieldClass(32)), new("filename", text)),
            Event(ProcName, "lttng_ust_statedump:procname", new StructureMember("procname", new StaticLengthStringFieldClass(ProcNameSize))),
            Event(End, "lttng_ust_statedump:end"),
            Event(PerfMap, "braid_statedump:perf_map", new StructureMember("path", text)),
        ]);
        trace.Streams.Add(stream);
    }

    /// <summary>Writes the stream into a trace that <see cref="Describe"/> was given.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="time">When it is to hold from; null: from when it was taken.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(DomainTrace trace, ulong? time)
    {
        var from = time ?? _time;
        _stream = trace.CreateStream(trace.Class.Streams.Single(s => s.Id == StreamClassId), "statedump", cpu: 0);
        _stream.Write(new PacketInfo(from, from, 0), Encode(from));
    }

    /// <summary>
    /// Ends the stream with an empty packet of now: else the time that all streams share, which readers can be asked for,
    /// would end at the attaching.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Close()
    {
        var now = Now(_program);
        _stream?.Write(new PacketInfo(now, now, 0), []);
        _stream = null;
    }

    /// <summary>What a program's clock reads.</summary>
    public static ulong Now(TracedProgram program) =>
        TraceClock.Open(program.Clock == RingClock.CycleCounter ? ClockKind.Tsc : ClockKind.Monotonic).Now() + (ulong)program.ClockOffset;

    /// <summary>For one that is never read.</summary>
    public void Dispose() => _process.Dispose();

    private static EventClass Event(ulong id, string name, params StructureMember[] fields) =>
        new() { Id = id, Name = name, LogLevel = DebugLine, Payload = new StructureFieldClass(fields, 8) };

    private string PerfMapPath => $"/tmp/perf-{_program.Pid}.map";

    private byte[] Encode(ulong time)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        Begin(writer, Start, time);
        Begin(writer, ProcName, time);
        Span<byte> name = stackalloc byte[ProcNameSize];
        name.Clear();
        System.Text.Unicode.Utf8.FromUtf16(_program.Name, name[..(ProcNameSize - 1)], out _, out _);
        writer.Write(name);
        foreach (var module in _modules!) WriteModule(writer, module, time);
        if (_hasPerfMap)
        {
            Begin(writer, PerfMap, time);
            WriteText(writer, PerfMapPath);
        }

        Begin(writer, End, time);
        return bytes.ToArray();
    }

    /// <summary>A compact event header and the context; vtid is the main thread's.</summary>
    private void Begin(BinaryWriter writer, int id, ulong time)
    {
        writer.Write((ushort)id);
        writer.Write((uint)time);
        writer.Write(_program.Pid);
        writer.Write(_program.Pid);
    }

    private void WriteModule(BinaryWriter writer, LoadedModule module, ulong time)
    {
        var image = module.Image;
        Begin(writer, BinInfo, time);
        writer.Write(module.BaseAddress);
        writer.Write(module.MemorySize);
        WriteText(writer, module.Path);
        writer.Write((byte)(image is { IsPositionIndependent: false } ? 0 : 1));
        writer.Write((byte)(image is { BuildId.Length: > 0 } ? 1 : 0));
        writer.Write((byte)(image is { DebugLink: not null } ? 1 : 0));
        if (image is { BuildId: { Length: > 0 } id })
        {
            Begin(writer, BuildId, time);
            writer.Write(module.BaseAddress);
            writer.Write((ulong)id.Length);
            writer.Write(id);
        }

        if (image is { DebugLink: { } link })
        {
            Begin(writer, DebugLink, time);
            writer.Write(module.BaseAddress);
            writer.Write(image.DebugLinkChecksum);
            WriteText(writer, link);
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write(Encoding.UTF8.GetBytes(text));
        writer.Write((byte)0);
    }
}
