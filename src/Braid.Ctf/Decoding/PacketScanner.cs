namespace Braid.Ctf.Decoding;

/// <summary>Finds the packets in the files of a trace and puts them together as streams.</summary>
internal sealed class PacketScanner(Trace trace, List<CtfException> faults)
{
    private readonly IndexedPackets _index = new(trace);

    /// <summary>For each reason why an index was not used, the first such file and how many there are.</summary>
    private readonly Dictionary<string, (string File, int Count)> _unused = [];

    private readonly Dictionary<(ulong Class, ulong Instance), DataStream> _known = [];

    /// <summary>One line for each sort of index that could not be relied on.</summary>
    public IEnumerable<string> Warnings => _unused.Select(static pair =>
        $"{pair.Value.File}: index not relied on: {pair.Key}{(pair.Value.Count > 1 ? $" (and {pair.Value.Count - 1} more)" : "")}; the packets' heads were read instead");

    /// <summary>
    /// Finds the packets of <paramref name="file"/>: by its index, then, from where that ends, by reading the head of each. A
    /// damaged head ends the file.
    /// </summary>
    public void Scan(TraceFile file)
    {
        var cursor = new EventCursor(trace.Layout);
        DataStream? stream = null;
        long offset = 0;
        foreach (var known in _index.Read(file, out var indexed, out var instance))
        {
            stream ??= StreamOf(indexed!, instance, file);
            stream.Packets.Add(known with { File = stream.Files.Count - 1 });
            offset = known.Offset + (known.TotalBits / 8);
        }

        var reason = _index.Reason;
        var isIndexed = stream is not null;
        while (offset < file.Length)
        {
            if (cursor.ReadHead(file, offset, out var layout, out var fault) is not { } packet)
            {
                // One line is enough for a damaged file: nothing is said of its index.
                if (stream is null) faults.Add(fault!);
                else stream.Fault ??= fault;
                return;
            }

            stream ??= StreamOf(layout!, cursor.StreamInstanceId, file);
            if (layout != stream.Layout || (stream.Id is { } id && cursor.StreamInstanceId != id))
            {
                stream = StreamOf(layout!, cursor.StreamInstanceId, file);
            }

            if (isIndexed && packet.ContentBits > cursor.HeadBits)
            {
                reason = "it ends before the file";
                isIndexed = false;
            }

            packet.File = stream.Files.IndexOf(file);
            stream.Packets.Add(packet);
            if ((packet.Facts & PacketFacts.Cut) != 0) return;
            offset += packet.TotalBits / 8;
        }

        Warn(reason, file);
    }

    private void Warn(string? reason, TraceFile file)
    {
        if (reason is null) return;
        var (first, count) = _unused.GetValueOrDefault(reason, (IndexedPackets.PathOf(file), 0));
        _unused[reason] = (first, count + 1);
    }

    /// <summary>Orders the packets that come from several files by their begin.</summary>
    public void Finish()
    {
        foreach (var stream in trace.StreamList)
        {
            if (stream.Files.Count > 1 && stream.Packets.TrueForAll(static packet => (packet.Facts & PacketFacts.Begin) != 0))
            {
                // Snapshots repeat the packets that were still in memory at the one before.
                var ordered = stream.Packets.OrderBy(static packet => packet.Begin)
                    .DistinctBy(static packet => (packet.Begin, packet.End, packet.Sequence, packet.Discarded, packet.ContentBits, packet.Facts & ~PacketFacts.Indexed)).ToList();
                stream.Packets.Clear();
                stream.Packets.AddRange(ordered);
            }
        }

        foreach (var stream in trace.StreamList) PacketQuirks.Mend(stream);
        foreach (var group in trace.StreamList.GroupBy(static stream => stream.Class))
        {
            ulong next = 0;
            foreach (var stream in group) stream.Number = stream.Id ?? next++;
        }
    }

    private DataStream StreamOf(StreamLayout layout, ulong? instance, TraceFile file)
    {
        DataStream? stream = null;
        if (instance is { } id) _known.TryGetValue((layout.Class.Id, id), out stream);
        else stream = trace.StreamList.Find(candidate => candidate.Id is null && candidate.Layout == layout && candidate.Files[^1] == file);
        if (stream is null)
        {
            stream = new DataStream(trace, layout, instance, file.Path);
            trace.StreamList.Add(stream);
            if (instance is { } key) _known.Add((layout.Class.Id, key), stream);
        }

        if (!stream.Files.Contains(file)) stream.Files.Add(file);
        return stream;
    }
}
