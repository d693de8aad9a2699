using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Conversion;

/// <summary>
/// Writes traces again in either version of the format, with their directories, file names, loss counters and indexes.
/// When all is kept and the version can express the layout, the packets are copied as they are and only the metadata
/// changes; otherwise they are written anew, see <see cref="SchemaAdapter"/> and <see cref="RewrittenHeads"/>.
/// </summary>
public static class TraceConverter
{
    /// <summary>Converts <paramref name="source"/> into <paramref name="outputDirectory"/>, which must be empty or missing.</summary>
    /// <returns>What was written, and the damage of the source.</returns>
    /// <exception cref="CtfException">The version cannot express a field of the trace; the message names it.</exception>
    /// <exception cref="IOException">The output cannot be written, or there is something in it.</exception>
    public static ConversionResult Convert(TraceSet source, string outputDirectory, ConversionOptions options)
    {
        if (Directory.Exists(outputDirectory) && Directory.EnumerateFileSystemEntries(outputDirectory).Any()) throw new IOException($"{outputDirectory}: the directory is not empty");
        var faults = new List<CtfException>(source.Faults);
        long packets = 0;
        long? events = null;
        var outputs = Outputs(source);
        foreach (var trace in source.Traces)
        {
            var file = Path.Combine(trace.Path, "metadata");
            var isWhole = options.KeepsAll && trace.Streams.All(static stream => stream.Fault is null && stream.Packets.TrueForAll(static packet => (packet.Facts & PacketFacts.Cut) == 0));
            var adapter = new SchemaAdapter(options.Version, file);
            var target = adapter.Adapt(trace.Class, rebuild: !isWhole);
            if (!adapter.KeepsBytes || !ReadsBack(target, trace.Class))
            {
                isWhole = false;
                adapter = new(options.Version, file);
                target = adapter.Adapt(trace.Class, rebuild: true);
                Check(target, file);
            }

            var files = new Dictionary<(TraceFile, DataStream?), StreamFile>();
            try
            {
                foreach (var (from, _) in trace.Directories) WriteMetadata(target, Path.Combine(outputDirectory, outputs[from]), from);
                foreach (var stream in trace.Streams)
                {
                    if (isWhole)
                    {
                        Copy(stream, index => Open(stream, index));
                        continue;
                    }

                    var rewriter = new PacketRewriter(stream, target, adapter, options, index => Open(stream, index));
                    if (rewriter.Run() is { } fault) faults.Add(fault);
                    events = (events ?? 0) + rewriter.Events;
                }

                packets += files.Values.Sum(static item => item.Packets);
            }
            finally
            {
                foreach (var item in files.Values) item.Dispose();
            }

            StreamFile Open(DataStream stream, int index)
            {
                var from = stream.Files[index];
                if (files.TryGetValue((from, stream), out var known)) return known;
                var path = Path.Combine(outputDirectory, outputs[Path.GetDirectoryName(from.Path)!], Path.GetFileName(from.Path));

                // Several streams in one file get one each.
                var name = path;
                for (var i = 1; File.Exists(name); i++) name = $"{path}_{i}";
                return files[(from, stream)] = new(name);
            }
        }

        return new(packets, events, faults);
    }

    /// <summary>For each directory of the source, its path below the output: that from the directory opened, made unique.</summary>
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

    private static void Copy(DataStream stream, Func<int, StreamFile> open)
    {
        foreach (var packet in stream.Packets)
        {
            var file = stream.Files[packet.File];
            open(packet.File).Copy(file, packet.Offset, packet.TotalBits / 8, new(0, (ulong)packet.TotalBits, (ulong)packet.ContentBits, packet.Begin, packet.End, packet.Discarded, stream.Class.Id, stream.Number, packet.Sequence));
        }
    }

    private static void WriteMetadata(TraceClass target, string directory, string source)
    {
        Directory.CreateDirectory(directory);
        if (Path.GetFullPath(directory) == source) throw new IOException($"{directory}: the trace itself");
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
