using Braid.Ctf.Conversion;
using Braid.Ctf.Decoding;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>What is converted reads as before, whether packets are copied or written anew.</summary>
public sealed class TraceConverterTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    /// <summary>What a version cannot say, so that the text changes or the trace is refused.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["yactfr:ctf-1/pass-implicit-def-clk-ts-role"] = "an event without payload becomes one with an empty payload",
        ["yactfr:ctf-2/auto-translated/pass-clk-vals"] = "an event without payload becomes one with an empty payload",
        ["yactfr:ctf-2/auto-translated/pass-all-basic-features-be"] = "a variant by an integer gets a tag of its own in CTF 1.8",
        ["yactfr:ctf-2/auto-translated/pass-complex-sl-arrays"] = "an array of variants by an integer, in CTF 1.8",
        ["yactfr:ctf-2/auto-translated/pass-vars"] = "a variant by a field of the packet header",
        ["yactfr:ctf-2/pass-fl-bit-map"] = "flags, in CTF 1.8",
        ["yactfr:ctf-2/pass-fl-sint-64-le-rev"] = "a name with a hyphen, in CTF 1.8",
        ["yactfr:ctf-2/pass-rel-data-loc-2"] = "a name with a space, in CTF 1.8",
        ["yactfr:ctf-2/pass-rel-data-loc-3"] = "a name with a space, in CTF 1.8",
        ["yactfr:ctf-2/pass-rel-data-loc-5"] = "names that differ only by what an identifier cannot hold, in CTF 1.8",
    };

    /// <summary>Traces of CTF 1.8 that another way leads back to, and why.</summary>
    private static readonly Dictionary<string, string> s_otherWay = new()
    {
        ["yactfr:ctf-1/pass-all-basic-features-le"] = "a variant by a field of another scope gets a tag of its own",
        ["yactfr:ctf-1/pass-complex-sl-arrays"] = "an array of variants, for whose tags there is no place",
        ["ctf-testsuite:regression/metadata/pass/name-escaping-clashes"] = "two names that only the underscore tells apart",
    };

    /// <summary>What babeltrace2 does not read of what we write in CTF 1.8, and why.</summary>
    private static readonly Dictionary<string, string> s_oursAlone = new()
    {
        ["babeltrace:ctf-traces/succeed/meta-variant-one-underscore"] = "an option is written without the underscore that its label begins with",
    };

    /// <summary>The traces that read without fault and are not long, one of those that differ only by their numbers.</summary>
    public static TheoryData<string> Ids =>
        [.. Corpus.Entries.Where(static entry => entry.Text("kind") == "pass" && entry.GetProperty("bytes").GetInt64() < 5_000_000 && !s_exceptions.ContainsKey(entry.Text("id")!) && !entry.Text("id")!.Contains("/exp/", StringComparison.Ordinal)).Select(static entry => entry.Text("id")!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_trace_of_the_corpus_reads_as_before(string id)
    {
        var entry = Corpus.Entries.Single(candidate => candidate.Text("id") == id);
        var path = Path.Combine(Corpus.Root, entry.Text("path")!);
        if (File.Exists(Path.Combine(path, "expect.txt")))
        {
            var copy = Corpus.CopyWithout(path, "expect.txt");
            Directory.Move(copy, path = Path.Combine(_path, "source"));
        }

        var expected = Corpus.Read(path);
        if (expected.Faults.Count > 0) return;
        using var set = TraceSet.Open(path);
        var told = Told(set);
        foreach (var version in new[] { CtfVersion.Ctf2, CtfVersion.Ctf18 })
        {
            foreach (var isAnew in new[] { false, true })
            {
                var output = Path.Combine(_path, $"{version}-{isAnew}");
                var result = TraceConverter.Convert(set, output, new() { Version = version, Filter = isAnew ? static _ => true : null });
                var found = Corpus.Read(output);
                Assert.Equal((version, isAnew, "", expected.Events, expected.Digest), (version, isAnew, string.Join('\n', found.Faults), found.Events, found.Digest));
                Assert.Equal(expected.Events, result.Events);
                using var converted = TraceSet.Open(output);
                Assert.Equal(told, Told(converted));
                CheckIndexes(converted);
                if (version == CtfVersion.Ctf18 && !id.StartsWith("yactfr:", StringComparison.Ordinal) && !s_oursAlone.ContainsKey(id) && entry.Text("oracle") == "agree")
                    Assert.Equal(TextRun.Babeltrace("--clock-seconds --clock-gmt", output).Events, TextRun.Print(output, new() { ClockSeconds = true, ClockGmt = true }).Events);
            }
        }

        if (entry.Text("ctf") == "1.8" && !s_otherWay.ContainsKey(id)) ThereAndBackAgain(expected.Digest);
    }

    /// <summary>From CTF 1.8 to CTF 2 and back: the same text, and the same metadata in CTF 2, which says a thing in one way only.</summary>
    private void ThereAndBackAgain(string digest)
    {
        var (ctf2, back, forth) = (Path.Combine(_path, $"{CtfVersion.Ctf2}-False"), Path.Combine(_path, "back"), Path.Combine(_path, "forth"));
        using (var second = TraceSet.Open(ctf2)) TraceConverter.Convert(second, back, new() { Version = CtfVersion.Ctf18 });
        using (var third = TraceSet.Open(back)) TraceConverter.Convert(third, forth, new() { Version = CtfVersion.Ctf2 });
        Assert.Equal(digest, Corpus.Read(back).Digest);
        Assert.Equal(digest, Corpus.Read(forth).Digest);
        foreach (var metadata in Directory.EnumerateFiles(ctf2, "metadata", SearchOption.AllDirectories))
        {
            Assert.Equal(File.ReadAllText(metadata), File.ReadAllText(Path.Combine(forth, Path.GetRelativePath(ctf2, metadata))));
        }
    }

    /// <summary>All that a trace tells beside its events: the losses, the packets' bounds and counters, the clock, the environment, log levels.</summary>
    private static List<string> Told(TraceSet set)
    {
        var told = new List<string>();
        foreach (var trace in set.Traces)
        {
            told.Add($"{trace.Class.Uuid} {string.Join(' ', trace.Class.Environment)}");
            told.AddRange(trace.Class.Clocks.Select(static clock => $"{clock.Name} {clock.Uuid} {clock.Frequency} {new ClockScale(clock).ToNanoseconds(1000)} {clock.Precision} {clock.OriginIsUnixEpoch} {clock.Description}"));
            told.AddRange(trace.Class.Streams.SelectMany(static stream => stream.Events.Select(@event => $"{stream.Id} {@event.Id} {@event.Name} {@event.LogLevel} {@event.EmfUri}")));
        }

        foreach (var stream in set.Streams)
        {
            told.AddRange(stream.Packets.Select(packet => $"{stream.Class.Id} {stream.Number} {packet.Facts & ~(PacketFacts.Indexed | PacketFacts.Mended)} {packet.Begin} {packet.End} {packet.Discarded} {packet.Sequence}"));
        }

        for (var reader = set.Read(); reader.MoveNext();)
        {
            if (reader.Current.Kind != MessageKind.Event) told.Add($"{reader.Current.Kind} {reader.Current.TimestampNs} {reader.Current.Loss}");
        }

        return told;
    }

    /// <summary>Each file's index tells its packets as they are.</summary>
    private static void CheckIndexes(TraceSet set)
    {
        var expected = new byte[IndexEntry.Size];
        foreach (var stream in set.Streams)
        {
            for (var file = 0; file < stream.Files.Count; file++)
            {
                var path = stream.Files[file].Path;
                var index = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, "index", Path.GetFileName(path) + ".idx")).AsSpan(IndexEntry.FileHeaderSize);
                var packets = stream.Packets.FindAll(packet => packet.File == file);
                Assert.Equal(packets.Count * IndexEntry.Size, index.Length);
                for (var i = 0; i < packets.Count; i++)
                {
                    var packet = packets[i];
                    if ((packet.Facts & PacketFacts.Mended) != 0) packet = new EventCursor(stream.Layout.Trace).ReadHead(stream.Files[file], packet.Offset, out _, out _)!.Value;
                    new IndexEntry((ulong)packet.Offset, (ulong)packet.TotalBits, (ulong)packet.ContentBits, packet.Begin, packet.End, packet.Discarded, stream.Class.Id, stream.Number, packet.Sequence).Write(expected);
                    Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(index.Slice(i * IndexEntry.Size, IndexEntry.Size)));
                }
            }
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
