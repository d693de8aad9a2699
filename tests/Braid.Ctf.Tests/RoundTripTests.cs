using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;
using CsCheck;

namespace Braid.Ctf.Tests;

/// <summary>Whatever the schema: what is written is read, by us and, in CTF 1.8, by babeltrace2.</summary>
public sealed class RoundTripTests
{
    [Theory]
    [InlineData(CtfVersion.Ctf18)]
    [InlineData(CtfVersion.Ctf2)]
    public void Random_values_of_a_random_schema_read_back(CtfVersion version) =>
        Gen.Int.Sample(seed => InDirectory(path => Assert.Equal(new RandomTrace(seed, version).Write(path), Read(path))), iter: 1000);

    [Fact]
    public void Babeltrace2_reads_the_same_values() =>
        Gen.Int.Sample(
            seed => InDirectory(path =>
            {
                new RandomTrace(seed, CtfVersion.Ctf18).Write(path);
                var (events, errors) = TextRun.Babeltrace("", path);
                Assert.Equal("", errors);
                Assert.Equal(events, TextRun.Print(path, new TextOptions()).Events);
            }),
            iter: 20, threads: 1);

    private static void InDirectory(Action<string> action)
    {
        var path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;
        try
        {
            action(path);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static List<string> Read(string path)
    {
        using var set = TraceSet.Open(path);
        var reader = set.Read();
        var events = new List<string>();
        while (reader.MoveNext())
        {
            var text = new StringBuilder();
            Assert.True(reader.Current.TryGetScope(FieldScope.EventPayload, out var payload));
            RandomTrace.Note(payload, text);
            events.Add(text.ToString());
        }

        Assert.Empty(reader.FindFaults());
        return events;
    }
}
