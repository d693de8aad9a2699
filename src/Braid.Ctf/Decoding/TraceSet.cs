using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Decoding;

/// <summary>
/// The traces below a directory, open for reading. As babeltrace2 does, each directory with a <c>metadata</c> file is a
/// trace, each other regular file beside it that is not hidden holds packets, and traces with one uuid are one trace. The
/// set owns the mappings of its files: dispose it after its cursors. Opening is for one thread; reading through separate
/// cursors may then happen on several.
/// </summary>
public sealed class TraceSet : IDisposable
{
    private readonly List<Trace> _traces = [];
    private readonly List<TraceFile> _files = [];

    private TraceSet()
    {
    }

    /// <summary>The traces, in the order of their paths.</summary>
    public IReadOnlyList<Trace> Traces => _traces;

    /// <summary>All streams of all traces.</summary>
    public IEnumerable<DataStream> Streams => _traces.SelectMany(static trace => trace.Streams);

    /// <summary>Damage found while opening that belongs to no stream: files of which not even the first packet could be read.</summary>
    public List<CtfException> Faults { get; } = [];

    /// <summary>What is worth a word, though all was read: indexes that are missing, wrong or older than their streams.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Opens the traces in <paramref name="path"/> and below.</summary>
    /// <exception cref="CtfException">The metadata of a trace breaks its format, or there is no trace.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TraceSet Open(string path, TraceSetOptions? options = null) => Open([path], options);

    /// <summary>Opens the traces in and below several directories.</summary>
    /// <exception cref="CtfException">See <see cref="Open(string, TraceSetOptions?)"/>.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TraceSet Open(IEnumerable<string> paths, TraceSetOptions? options = null)
    {
        options ??= new();
        var set = new TraceSet();
        try
        {
            var directories = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var path in paths)
            {
                var before = directories.Count;
                var root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
                FindTraces(root, root, directories);
                if (directories.Count == before) throw new CtfException(path, "0", "there is no CTF trace: no directory with a metadata file");
            }

            set.Add(directories, options);
            if (options.Strict) set.ThrowFault();
            return set;
        }
        catch
        {
            set.Dispose();
            throw;
        }
    }

    /// <summary>All messages of all streams in order of time; see <see cref="MergedReader"/>.</summary>
    public MergedReader Read(ReadOptions? options = null) => new(this, options ?? new());

    /// <summary>
    /// Reads the streams side by side: calls <paramref name="read"/> once for each, on up to <paramref name="threads"/> threads
    /// at a time, with a cursor before its first message. Streams are not ordered among one another, so this serves sums,
    /// not timelines. Memory is that of one packet for each thread.
    /// </summary>
    /// <param name="read">Moves the cursor as far as it likes; called from several threads at once.</param>
    /// <param name="threads">1 or more; the number of processors when 0.</param>
    /// <returns>The damage found, as <see cref="MergedReader.FindFaults"/> tells it.</returns>
    /// <exception cref="AggregateException">What <paramref name="read"/> threw; streams not yet begun are not read then.</exception>
    public IReadOnlyList<CtfException> ReadStreams(Action<EventCursor> read, int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        var streams = Streams.ToList();
        var faults = new CtfException?[streams.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        Parallel.For(0, streams.Count, options, i =>
        {
            var cursor = new EventCursor(streams[i]);
            read(cursor);
            faults[i] = cursor.Fault;
        });
        return [.. Faults, .. faults.OfType<CtfException>()];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _files.Clear();
    }

    private void ThrowFault()
    {
        foreach (var fault in Faults) throw fault;
        foreach (var stream in Streams)
        {
            if (stream.Fault is { } fault) throw fault;
            if (stream.Packets.FindIndex(static packet => (packet.Facts & PacketFacts.Cut) != 0) is >= 0 and var cut)
            {
                var file = stream.Files[stream.Packets[cut].File];
                throw new CtfException(file.Path, $"byte {file.Length}", $"the packet at byte {stream.Packets[cut].Offset} is cut off, its file ends here");
            }
        }
    }

    /// <summary>Adds each directory with metadata together with its path from <paramref name="root"/>, which is empty for itself.</summary>
    private static void FindTraces(string root, string path, SortedDictionary<string, string> found)
    {
        if (!Directory.Exists(path)) throw new DirectoryNotFoundException($"{path}: no such directory");
        if (File.Exists(System.IO.Path.Combine(path, "metadata")))
        {
            found.TryAdd(path, path.Length == root.Length ? "" : System.IO.Path.GetRelativePath(root, path));
            return;
        }

        foreach (var directory in Directory.EnumerateDirectories(path)) FindTraces(root, directory, found);
    }

    private static void Adjust(TraceClass trace, string path, TraceSetOptions options)
    {
        foreach (var clock in trace.Clocks)
        {
            if (options.ForceCorrelate) clock.Correlate();
            if (options.ClockOffsetNs != 0 && !clock.TryShift(options.ClockOffsetNs))
                throw new CtfException(System.IO.Path.Combine(path, "metadata"), "1:1", $"the offset of the clock '{clock.Name}' and the one to add do not fit in 64 bits of seconds");
        }
    }

    private void Add(SortedDictionary<string, string> directories, TraceSetOptions options)
    {
        var opened = directories.Keys.Select(static path => (Path: path, Class: MetadataReader.Read(System.IO.Path.Combine(path, "metadata")))).ToList();
        foreach (var group in opened.GroupBy(static item => item.Class.Uuid?.ToString() ?? item.Path))
        {
            foreach (var item in group) Adjust(item.Class, item.Path, options);

            // Rotations of a session repeat the metadata; the longest knows most events.
            var (path, traceClass) = group.OrderByDescending(static item => item.Class.Streams.Sum(static stream => stream.Events.Count)).First();
            var name = group.Count() == 1 ? directories[path] : "";
            var trace = new Trace(path, name, traceClass, new TraceLayout(System.IO.Path.Combine(path, "metadata"), traceClass));
            trace.Directories.AddRange(group.Select(item => (item.Path, directories[item.Path])));
            _traces.Add(trace);
            var scanner = new PacketScanner(trace, Faults);
            foreach (var item in group)
            {
                foreach (var file in Directory.EnumerateFiles(item.Path).Order(StringComparer.Ordinal))
                {
                    if (System.IO.Path.GetFileName(file) is "metadata" or ['.', ..]) continue;
                    var mapped = new TraceFile(file);
                    _files.Add(mapped);
                    if (mapped.Length > 0) scanner.Scan(mapped);
                }
            }

            scanner.Finish();
            Warnings.AddRange(scanner.Warnings);
        }
    }
}
