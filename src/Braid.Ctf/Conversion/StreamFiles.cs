using Braid.Ctf.Decoding;

namespace Braid.Ctf.Conversion;

/// <summary>The stream files of a trace being written, each opened for its first packet.</summary>
/// <param name="directoryOf">The directory into which the packets of a file of the source go; it exists.</param>
internal sealed class StreamFiles(Func<TraceFile, string> directoryOf) : IDisposable
{
    private readonly Dictionary<(TraceFile, DataStream), StreamFile> _files = [];

    /// <summary>Packets written.</summary>
    public long Packets => _files.Values.Sum(static file => file.Packets);

    /// <summary>The file for the packets of <paramref name="stream"/> that are in its file number <paramref name="index"/>.</summary>
    public StreamFile Of(DataStream stream, int index)
    {
        var from = stream.Files[index];
        if (_files.TryGetValue((from, stream), out var known)) return known;
        var path = Path.Combine(directoryOf(from), Path.GetFileName(from.Path));

        // Several streams in one file get one each.
        var name = path;
        for (var i = 1; File.Exists(name); i++) name = $"{path}_{i}";
        return _files[(from, stream)] = new(name);
    }

    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
    }
}
