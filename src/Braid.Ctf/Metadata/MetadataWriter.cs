using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>Writes the metadata stream of a trace in the version that its class names.</summary>
public static class MetadataWriter
{
    /// <summary>
    /// Writes all of <paramref name="trace"/> to <paramref name="output"/>, which stays open: TSDL text for CTF 1.8, a JSON
    /// text sequence (RFC 7464) for CTF 2. In TSDL the members of contexts and payloads get a leading underscore, as LTTng
    /// does, which readers take away; a character that no identifier may have becomes an underscore.
    /// </summary>
    /// <exception cref="NotSupportedException">The version cannot express a field class of the trace.</exception>
    public static void Write(TraceClass trace, Stream output)
    {
        if (trace.Version == CtfVersion.Ctf18) new TsdlWriter(trace).WriteTo(output);
        else JsonMetadataWriter.Write(trace, output);
    }
}
