using Braid.Ctf.Metadata;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Sessions;

/// <summary>
/// One CTF trace on disk while it is written: a directory with the metadata, one file per stream and their indexes, named
/// as LTTng names them (<c>channel0_0</c>, <c>index/channel0_0.idx</c>). Not thread-safe.
/// </summary>
public sealed class DomainTrace : IDisposable
{
    private readonly List<StreamFileWriter> _streams = [];

    /// <summary>Streams per channel.</summary>
    private readonly Dictionary<string, ulong> _instances = [];

    /// <summary>Event classes that the metadata on disk describes; -1 before the first write.</summary>
    private int _describedEvents = -1;

    /// <summary>Makes the directory <paramref name="path"/>, which must not exist yet.</summary>
    /// <param name="path">The directory of this trace, for example <c>DIR/kernel</c>.</param>
    /// <param name="traceClass">Has a uuid and stream classes made by <see cref="LttngLayout"/>; the first grows, the others are complete.</param>
    public DomainTrace(string path, TraceClass traceClass)
    {
        Path = path;
        Class = traceClass;
        Directory.CreateDirectory(path);
    }

    /// <summary>The directory.</summary>
    public string Path { get; }

    /// <summary>When this was made.</summary>
    public DateTime Created { get; } = DateTime.UtcNow;

    /// <summary>The schema; the owner adds event classes to its first stream class and then calls <see cref="WriteMetadata"/>.</summary>
    public TraceClass Class { get; }

    /// <summary>The event classes of the first stream class.</summary>
    public List<EventClass> Events => Class.Streams[0].Events;

    /// <summary>The streams created so far.</summary>
    public IReadOnlyList<StreamFileWriter> Streams => _streams;

    /// <summary>Creates a stream of the first stream class, in the file <c>channel0_N</c>. The trace owns the writer.</summary>
    public StreamFileWriter CreateStream(uint cpu) => CreateStream(Class.Streams[0], "channel0", cpu);

    /// <summary>
    /// Creates a stream of <paramref name="streamClass"/> in the file <c>CHANNEL_N</c>, N being its number among those of
    /// the channel and its instance id. The trace owns the writer.
    /// </summary>
    public StreamFileWriter CreateStream(StreamClass streamClass, string channel, uint cpu)
    {
        var instance = _instances.GetValueOrDefault(channel);
        var stream = new StreamFileWriter(System.IO.Path.Combine(Path, $"{channel}_{instance}"), Class.Uuid!.Value, (uint)streamClass.Id, instance, cpu);
        _instances[channel] = instance + 1;
        _streams.Add(stream);
        return stream;
    }

    /// <summary>
    /// Writes the metadata when event classes were added since the last call: into a new file that then takes the old
    /// one's name, so that a reader sees either. Call it before a packet that holds the new events is written.
    /// </summary>
    public void WriteMetadata()
    {
        if (Events.Count != _describedEvents) RewriteMetadata();
    }

    /// <summary>Writes the metadata, also when it describes the same events as before: labels have been added.</summary>
    public void RewriteMetadata()
    {
        var target = System.IO.Path.Combine(Path, "metadata");
        var fresh = System.IO.Path.Combine(Path, ".metadata.new");
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                MetadataWriter.Write(Class, file);
            }

            File.Move(fresh, target, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }

        _describedEvents = Events.Count;
    }

    /// <summary>Finishes and closes the stream files.</summary>
    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
    }
}
