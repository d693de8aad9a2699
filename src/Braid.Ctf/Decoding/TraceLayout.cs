using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>The plans of a trace.</summary>
internal sealed class TraceLayout
{
    public TraceLayout(string file, TraceClass traceClass)
    {
        File = file;
        Class = traceClass;
        var compiler = new PlanCompiler(file) { Place = traceClass.Place };
        var header = compiler.Build(traceClass.PacketHeader, FieldScope.PacketHeader);
        Streams = traceClass.Streams.ToDictionary(static stream => stream.Id, stream => new StreamLayout(this, stream, compiler));
        PacketHeader = compiler.Finish(header);
        HeaderSegments = compiler.Segments;
        foreach (var stream in Streams.Values) stream.Finish(compiler, HeaderSegments);
        Registers = compiler.Registers;
    }

    /// <summary>The metadata file.</summary>
    public string File { get; }

    public TraceClass Class { get; }
    public Scope? PacketHeader { get; }

    /// <summary>Registers that a cursor needs.</summary>
    public int Registers { get; }

    /// <summary>Segments of the packet header.</summary>
    public int HeaderSegments { get; }

    /// <summary>By stream class id.</summary>
    public Dictionary<ulong, StreamLayout> Streams { get; }
}
