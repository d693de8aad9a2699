namespace Braid.Ctf.Decoding;

/// <summary>Finds the packets in the files of a trace and puts them together as streams.</summary>
internal sealed class PacketScanner(Trace trace, List<CtfException> faults)
{
    private readonly Dictionary<(ulong Class, ulong Instance), DataStream> _known = [];

    /// <summary>Reads the head of each packet of <paramref name="file"/>; a damaged one ends the file.</summary>
    public void Scan(TraceFile file)
    {
        var cursor = new EventCursor(trace.Layout);
        DataStream? stream = null;
        for (long offset = 0; offset < file.Length;)
        {
            if (cursor.ReadHead(file, offset, out var layout, out var fault) is not { } packet)
            {
                if (stream is null) faults.Add(fault!);
                else stream.Fault ??= fault;
                return;
            }

            stream ??= StreamOf(layout!, cursor.StreamInstanceId, file);
            if (layout != stream.Layout || (stream.Id is { } id && cursor.StreamInstanceId != id))
            {
                stream = StreamOf(layout!, cursor.StreamInstanceId, file);
            }

            packet.File = stream.Files.IndexOf(file);
            stream.Packets.Add(packet);
            offset += packet.TotalBits / 8;
        }
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
                    .DistinctBy(static packet => (packet.Begin, packet.End, packet.Sequence, packet.Discarded, packet.ContentBits, packet.Facts)).ToList();
                stream.Packets.Clear();
                stream.Packets.AddRange(ordered);
            }
        }

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
