using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>
/// Writes traces again in either version of the format, with their directories, file names, loss counters and indexes.
/// When all is kept, undamaged, and the version can express the layout, the packets are copied as they are and only the
/// metadata changes; otherwise they are written anew, see <see cref="SchemaAdapter"/> and <see cref="RewrittenHeads"/>.
/// </summary>
public sealed class TraceConverter
{
    private readonly TraceSet _source;
    private readonly string _directory;
    private readonly ConversionOptions _options;

    /// <summary>For each directory of the source, its path below the output.</summary>
    private readonly Dictionary<string, string> _outputs;

    private readonly List<CtfException> _faults;

    /// <summary>Bytes of packets to go through: twice when they may be copied, for they are read before.</summary>
    private readonly long _total;

    private long _done;
    private long _packets;
    private long _events;

    private TraceConverter(TraceSet source, string directory, ConversionOptions options)
    {
        (_source, _directory, _options) = (source, Path.GetFullPath(directory), options);
        _outputs = Outputs(source);
        _faults = [.. source.Faults];
        _total = source.Streams.Sum(static stream => stream.Packets.Sum(static packet => packet.TotalBits / 8)) * (options.KeepsAll ? 2 : 1);
    }

    /// <summary>
    /// Converts <paramref name="source"/> into <paramref name="outputDirectory"/>, which must be empty or missing. Metadata is
    /// written last, so what a killed process leaves is no trace; what an exception leaves is the caller's to remove.
    /// </summary>
    /// <returns>What was written, and the damage of the source.</returns>
    /// <exception cref="CtfException">The version cannot express a field of the trace; the message names it.</exception>
    /// <exception cref="IOException">The output cannot be written, lies in the source, or there is something in it.</exception>
    /// <exception cref="OperationCanceledException"><see cref="ConversionOptions.Cancellation"/> was cancelled.</exception>
    public static ConversionResult Convert(TraceSet source, string outputDirectory, ConversionOptions options)
    {
        if (Directory.Exists(outputDirectory) && Directory.EnumerateFileSystemEntries(outputDirectory).Any()) throw new IOException($"{outputDirectory}: is not empty");
        return new TraceConverter(source, outputDirectory, options).Run();
    }

    private ConversionResult Run()
    {
        foreach (var from in _outputs.Keys)
        {
            if ($"{_directory}/".StartsWith($"{from}/", StringComparison.Ordinal)) throw new IOException($"{_directory}: lies in the trace {from}");
        }

        var targets = _source.Traces.Select(trace => (trace, Convert(trace))).ToList();
        foreach (var (trace, target) in targets)
        {
            foreach (var (from, _) in trace.Directories) WriteMetadata(target, Path.Combine(_directory, _outputs[from]));
        }

        return new(_packets, _events, _faults);
    }

    /// <summary>Writes the streams of a trace; returns the schema of what was written.</summary>
    private TraceClass Convert(Trace trace)
    {
        var file = Path.Combine(trace.Path, "metadata");
        long events = 0;
        var isWhole = _options.KeepsAll && ReadsWhole(trace, out events);
        var adapter = new SchemaAdapter(_options.Version, file);
        var target = adapter.Adapt(trace.Class, rebuild: !isWhole);
        if (!adapter.KeepsBytes || !ReadsBack(target, trace.Class))
        {
            isWhole = false;
            adapter = new(_options.Version, file);
            target = adapter.Adapt(trace.Class, rebuild: true);
            Check(target, file);
        }

        foreach (var (from, _) in trace.Directories) Directory.CreateDirectory(Path.Combine(_directory, _outputs[from]));
        using var files = new StreamFiles(from => Path.Combine(_directory, _outputs[Path.GetDirectoryName(from.Path)!]));
        var options = OfTrace(trace);
        foreach (var stream in trace.Streams)
        {
            if (isWhole)
            {
                Copy(stream, files);
                continue;
            }

            var rewriter = new PacketRewriter(stream, target, adapter, options, files, Advance);
            if (rewriter.Run() is { } fault) _faults.Add(fault);
            _events += rewriter.Events;
        }

        if (isWhole) _events += events;
        _packets += files.Packets;
        return target;
    }

    /// <summary>The options with the bounds of time that hold for a trace.</summary>
    private ConversionOptions OfTrace(Trace trace)
    {
        if (!_options.StreamIntersection) return _options;
        var common = TimeExtent.Intersection(trace);
        return _options with { BeginNs = Math.Max(common.BeginNs, _options.BeginNs ?? long.MinValue), EndNs = Math.Min(common.EndNs, _options.EndNs ?? long.MaxValue) };
    }

    /// <summary>Whether nothing of a trace is damaged; damage within packets shows only when they are read.</summary>
    private bool ReadsWhole(Trace trace, out long events)
    {
        events = 0;
        var isWhole = true;
        foreach (var stream in trace.Streams)
        {
            var cursor = new EventCursor(stream);
            cursor.PacketEntered = () => Advance(cursor.Head.TotalBits / 8);
            while (cursor.MoveNext())
            {
                if (cursor.Kind == MessageKind.Event) events++;
            }

            isWhole &= cursor.Fault is null && stream.Fault is null;
        }

        return isWhole;
    }

    private void Advance(long bytes)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        _done += bytes;
        _options.Progress?.Invoke(_done, _total);
    }

    private void Copy(DataStream stream, StreamFiles files)
    {
        var heads = new EventCursor(stream.Layout.Trace);
        foreach (var packet in stream.Packets)
        {
            var file = stream.Files[packet.File];

            // The index says what the packet says, whatever its times are taken for.
            var said = (packet.Facts & PacketFacts.Mended) != 0 && heads.ReadHead(file, packet.Offset, out _, out _) is { } head ? head : packet;
            files.Of(stream, packet.File).Copy(file, packet.Offset, packet.TotalBits / 8, new(0, (ulong)packet.TotalBits, (ulong)packet.ContentBits, said.Begin, said.End, packet.Discarded, stream.Class.Id, stream.Number, packet.Sequence));
            Advance(packet.TotalBits / 8);
        }
    }

    /// <summary>For each directory of the source, its path from the directory that was opened, made unique.</summary>
    private static Dictionary<string, string> Outputs(TraceSet source)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var isAlone = source.Traces.Sum(static trace => trace.Directories.Count) == 1;
        foreach (var (path, relative) in source.Traces.SelectMany(static trace => trace.Directories))
        {
            var wanted = relative.Length > 0 || isAlone ? relative : Path.GetFileName(path);
            var output = wanted;
            for (var i = 2; !taken.Add(output); i++) output = $"{wanted}-{i}";
            outputs.Add(path, output);
        }

        return outputs;
    }

    private static void WriteMetadata(TraceClass target, string directory)
    {
        using var file = new FileStream(Path.Combine(directory, "metadata"), FileMode.CreateNew, FileAccess.Write);
        MetadataWriter.Write(target, file);
    }

    /// <summary>Whether a reader of the target's metadata finds each role where it is in the source's.</summary>
    private static bool ReadsBack(TraceClass target, TraceClass source)
    {
        try
        {
            var read = Check(target, "metadata");
            return Roles(read.PacketHeader).SequenceEqual(Roles(source.PacketHeader))
                && read.Streams.Zip(source.Streams).All(static pair =>
                    Roles(pair.First.PacketContext).SequenceEqual(Roles(pair.Second.PacketContext))
                    && Roles(pair.First.EventHeader).SequenceEqual(Roles(pair.Second.EventHeader)));
        }
        catch (CtfException)
        {
            // What cannot be said of the source's own heads may yet be said of rewritten ones.
            return false;
        }
    }

    private static TraceClass Check(TraceClass target, string file)
    {
        using var metadata = new MemoryStream();
        MetadataWriter.Write(target, metadata);
        var read = MetadataReader.Read(file, metadata.GetBuffer().AsSpan(0, (int)metadata.Length));
        _ = new TraceLayout(file, read);
        return read;
    }

    /// <summary>The roles of all fixed-length fields, in order.</summary>
    private static IEnumerable<FieldRoles> Roles(FieldClass? field) => field switch
    {
        null => [],
        StructureFieldClass structure => structure.Members.SelectMany(static member => Roles(member.Class)),
        VariantFieldClass variant => variant.Options.SelectMany(static option => Roles(option.Class)),
        OptionalFieldClass optional => Roles(optional.Content),
        StaticArrayFieldClass { Roles: FieldRoles.MetadataStreamUuid } or BlobFieldClass { Roles: FieldRoles.MetadataStreamUuid } => [FieldRoles.MetadataStreamUuid],
        _ => [RewrittenHeads.RoleOf(field)],
    };
}
