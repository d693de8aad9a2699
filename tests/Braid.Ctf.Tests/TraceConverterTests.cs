using Braid.Ctf.Conversion;
using Braid.Ctf.Decoding;
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

    /// <summary>The traces that read without fault, one of those that differ only by their numbers.</summary>
    public static TheoryData<string> Ids =>
        [.. Corpus.Entries.Where(static entry => entry.Text("kind") == "pass" && !s_exceptions.ContainsKey(entry.Text("id")!) && !entry.Text("id")!.Contains("/exp/", StringComparison.Ordinal)).Select(static entry => entry.Text("id")!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_trace_of_the_corpus_reads_as_before(string id)
    {
        var path = Path.Combine(Corpus.Root, Corpus.Entries.Single(candidate => candidate.Text("id") == id).Text("path")!);
        if (File.Exists(Path.Combine(path, "expect.txt")))
        {
            var copy = Corpus.CopyWithout(path, "expect.txt");
            Directory.Move(copy, path = Path.Combine(_path, "source"));
        }

        var expected = Corpus.Read(path);
        if (expected.Faults.Count > 0) return;
        using var set = TraceSet.Open(path);
        foreach (var version in new[] { CtfVersion.Ctf2, CtfVersion.Ctf18 })
        {
            foreach (var isAnew in new[] { false, true })
            {
                var output = Path.Combine(_path, $"{version}-{isAnew}");
                TraceConverter.Convert(set, output, new() { Version = version, Filter = isAnew ? static _ => true : null });
                var found = Corpus.Read(output);
                Assert.Equal((version, isAnew, "", expected.Events, expected.Digest), (version, isAnew, string.Join('\n', found.Faults), found.Events, found.Digest));
            }
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
