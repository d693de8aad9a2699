using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Writes the metadata stream of a trace in the version that its class names.</summary>
public static class MetadataWriter
{
    /// <summary>Writes all of <paramref name="trace"/> to <paramref name="output"/>, which stays open.</summary>
    /// <exception cref="NotSupportedException">The version cannot express a field class of the trace.</exception>
    public static void Write(TraceClass trace, Stream output) => throw new NotSupportedException("metadata writer");
}
