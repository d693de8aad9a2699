using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>A trace: its schema and its streams. Immutable once its trace set is open.</summary>
public sealed class Trace
{
    internal Trace(string path, string relativePath, TraceClass traceClass, TraceLayout layout)
    {
        Path = path;
        Name = NameOf(traceClass, relativePath);
        Class = traceClass;
        Layout = layout;
    }

    /// <summary>The directory with the metadata.</summary>
    public string Path { get; }

    /// <summary>
    /// What babeltrace2 calls the trace: its host name and its path from the directory that was opened; for a trace without
    /// either, the name in its metadata. Directories that were put together by their uuid have no path.
    /// </summary>
    public string Name { get; }

    /// <summary>What the metadata says.</summary>
    public TraceClass Class { get; }

    /// <summary>The streams that have packets.</summary>
    public IReadOnlyList<DataStream> Streams => StreamList;

    /// <summary>The directories put together, each with its path from the directory that was opened.</summary>
    internal List<(string Path, string Relative)> Directories { get; } = [];

    internal List<DataStream> StreamList { get; } = [];
    internal TraceLayout Layout { get; }

    /// <summary>An entry of the environment; null when there is none.</summary>
    public EnvironmentEntry? Find(string name)
    {
        foreach (var entry in Class.Environment)
        {
            if (entry.Name == name) return entry;
        }

        return null;
    }

    private static string NameOf(TraceClass traceClass, string relativePath)
    {
        var host = traceClass.Environment.Find(static entry => entry.Name == "hostname").Text;
        if (relativePath.Length == 0) return traceClass.Name ?? host ?? "";
        return host is null ? relativePath : $"{host}/{relativePath}";
    }
}
