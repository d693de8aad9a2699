namespace Braid.Ctf.Schema;

/// <summary>
/// The description of one trace: what its metadata stream says. Everything that is not data (decoders, metadata
/// writers, filters, tables) is derived from it. Not thread-safe; a recording session owns the one it writes.
/// </summary>
public sealed class TraceClass
{
    /// <summary>The format version that the metadata had or shall have.</summary>
    public CtfVersion Version { get; set; }

    /// <summary>Identifies the trace; every packet header repeats it. CTF 1.8 <c>trace.uuid</c>, CTF 2 preamble <c>uuid</c>.</summary>
    public Guid? Uuid { get; set; }

    /// <summary>CTF 2 trace class <c>namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>CTF 2 trace class <c>name</c>.</summary>
    public string? Name { get; set; }

    /// <summary>CTF 2 trace class <c>uid</c>.</summary>
    public string? Uid { get; set; }

    /// <summary>The byte order of fields that do not name one (CTF 1.8 <c>trace.byte_order</c>).</summary>
    public ByteOrder NativeByteOrder { get; set; }

    /// <summary>What was traced: host name, tracer, domain … in the order of the metadata.</summary>
    public List<EnvironmentEntry> Environment { get; } = [];

    /// <summary>The clocks that stream classes refer to.</summary>
    public List<ClockClass> Clocks { get; } = [];

    /// <summary>The layout of the start of every packet; null when packets have no header.</summary>
    public StructureFieldClass? PacketHeader { get; set; }

    /// <summary>The data stream classes, unique by <see cref="StreamClass.Id"/>.</summary>
    public List<StreamClass> Streams { get; } = [];

    /// <summary>Where the metadata declares it: line and column; of a schema made otherwise, its start.</summary>
    internal string Place { get; set; } = "1:1";
}
