using Braid.Ctf.Conversion;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Tests;

/// <summary>What is converted reads as before, whether packets are copied or written anew.</summary>
public sealed class TraceConverterTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    /// <summary>The traces that read without fault, one of those that differ only by their numbers.</summary>
    public static TheoryData<string> Ids =>
        [.. Corpus.Entries.Where(static entry => entry.Text("kind") == "pass" && !entry.Text("id")!.Contains("/exp/", StringComparison.Ordinal)).Select(static entry => entry.Text("id")!)];

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
