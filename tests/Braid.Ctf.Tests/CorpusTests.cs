using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Braid.Ctf.Tests;

/// <summary>Every trace of the corpus: text and counts equal the reference's, or the fault is found.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    /// <summary>For each source and kind, how many entries there are and how many of them are exceptions.</summary>
    [Fact]
    public void The_exceptions_are_of_the_corpus_and_are_counted()
    {
        Assert.Equal(s_exceptions.Keys.Order(), Corpus.Entries.Select(static entry => entry.Text("id")!).Where(s_exceptions.ContainsKey).Order());
        output.WriteLine($"{"source",-28}{"kind",-12}{"agree",8}{"differ",8}");
        foreach (var group in Corpus.Entries.GroupBy(static entry => (Source: entry.Text("id")!.Split(':')[0], Kind: entry.Text("kind")!)).OrderBy(static group => group.Key))
        {
            var differ = group.Count(static entry => s_exceptions.ContainsKey(entry.Text("id")!));
            output.WriteLine($"{group.Key.Source,-28}{group.Key.Kind,-12}{group.Count() - differ,8}{differ,8}");
        }
    }

    /// <summary>What does not agree yet, and why. An entry that starts to agree fails here, so the list shrinks.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["tracecompass-test-traces:CTF2-7.0-lttng-crash"] = "a draft of CTF 2: its clock class has no id",
        ["ctf-testsuite:regression/stream/pass/integer-large-size"] = "an integer of 1024 bits; values have at most 64",
        ["yactfr:ctf-1/pass-diff-uuid"] = "a packet with another uuid is a foreign packet to us",
        ["yactfr:ctf-2/auto-translated/pass-diff-uuid"] = "a packet with another uuid is a foreign packet to us",
    };

    /// <summary>A line and a column of metadata, or a byte of a stream and the bit in it; then what is wrong.</summary>
    private static readonly Regex s_place = new(@"^:([1-9]\d*:[1-9]\d*|byte \d+( bit [1-7])?): .+");

    public static TheoryData<string> Ids => [.. Corpus.Entries.Select(static entry => entry.Text("id")!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Trace_reads_as_the_reference_says(string id)
    {
        var entry = Corpus.Entries.Single(candidate => candidate.Text("id") == id);
        var fault = Compare(entry);
        if (s_exceptions.TryGetValue(id, out var reason)) Assert.True(fault is not null, $"{id} agrees now, strike it off the exceptions ({reason})");
        else Assert.Null(fault);
    }

    /// <summary>What can be read around a fault is; a packet after the damaged one too.</summary>
    [Theory]
    [InlineData("babeltrace:ctf-traces/deterministic-ordering/a-corrupted", 2)]
    [InlineData("babeltrace:ctf-traces/fail/valid-events-then-invalid-events/trace", 2)]
    [InlineData("babeltrace:ctf-traces/fail/invalid-packet-size/trace", 10)]
    [InlineData("ctf-testsuite:regression/stream/fail/cross-packet-event-alignment-empty-struct", 0)]
    [InlineData("ctf-testsuite:regression/stream/fail/cross-packet-event-alignment-integer", 1)]
    [InlineData("ctf-testsuite:regression/stream/fail/cross-packet-event-array-of-integers", 1)]
    [InlineData("ctf-testsuite:regression/stream/fail/cross-packet-event-integer", 1)]
    [InlineData("ctf-testsuite:regression/stream/fail/cross-packet-event-sequence-between-elements", 1)]
    [InlineData("ctf-testsuite:regression/stream/fail/event-empty", 0)]
    public void Events_around_a_fault_are_delivered(string id, long events)
    {
        var entry = Corpus.Entries.Single(candidate => candidate.Text("id") == id);
        var (_, found, faults) = Corpus.Read(Path.Combine(Corpus.Root, entry.Text("path")!));
        Assert.Equal(events, found);
        Assert.NotEmpty(faults);
    }

    public static TheoryData<string> WithElements => [.. Corpus.Entries.Where(static entry => entry.Text("expect") is not null).Select(static entry => entry.Text("id")!)];

    /// <summary>yactfr's data tests say each element of a trace up to its fault, and where that is.</summary>
    [Theory]
    [MemberData(nameof(WithElements))]
    public void Trace_has_the_elements_that_yactfr_expects(string id)
    {
        var entry = Corpus.Entries.Single(candidate => candidate.Text("id") == id);
        var expected = File.ReadAllText(Path.Combine(Corpus.Root, entry.Text("expect")!)).TrimEnd().Split('\n').Select(static line => line.TrimEnd()).ToList();
        var copy = Corpus.CopyWithout(Path.Combine(Corpus.Root, entry.Text("path")!), "expect.txt");
        var (elements, fault, bit) = ElementStream.Of(copy);
        Directory.Delete(copy, recursive: true);
        if (entry.Text("kind") == "fail")
        {
            Assert.NotNull(fault);
            var (expectedBit, sort) = (long.Parse(expected[^1].AsSpan(0, 6), CultureInfo.InvariantCulture), expected[^1][7..]);
            expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, elements.TrimEnd().Split('\n'));
            Assert.Equal(expectedBit, bit);
            Assert.Contains(SortOf(sort), fault.Fault, StringComparison.Ordinal);
            return;
        }

        var found = elements.TrimEnd().Split('\n');
        if (!s_exceptions.ContainsKey(id)) Assert.Null(fault);
        else expected.RemoveRange(found.Length, expected.Count - found.Length);
        Assert.Equal(expected, found);
    }

    /// <summary>What our message says where yactfr's says this.</summary>
    private static string SortOf(string message) => message switch
    {
        _ when message.EndsWith("reaching end of data source.", StringComparison.Ordinal) => "remain in the file",
        _ when message.Contains("beyond the content of the current packet", StringComparison.Ordinal) => "remain in the packet",
        _ when message.StartsWith("Changing byte order", StringComparison.Ordinal) => "the byte order changes inside a byte",
        _ when message.StartsWith("Oversized", StringComparison.Ordinal) => "more than 64 bits",
        _ when message.StartsWith("Data stream type ID", StringComparison.Ordinal) => "no stream class has the id",
        _ when message.StartsWith("Event record type ID", StringComparison.Ordinal) => "no event class of the stream class",
        _ when message.EndsWith("is not a multiple of 8.", StringComparison.Ordinal) => "which is no multiple of 8",
        _ when message.StartsWith("Expected packet", StringComparison.Ordinal) => "a packet of",
        _ => throw new NotSupportedException(message),
    };

    private static string? Compare(JsonElement entry)
    {
        var path = Path.Combine(Corpus.Root, entry.Text("path")!);
        var copy = File.Exists(Path.Combine(path, "expect.txt")) ? Corpus.CopyWithout(path, "expect.txt") : null;
        try
        {
            var (digest, events, faults) = Corpus.Read(copy ?? path);
            if (entry.Text("kind") == "fail")
            {
                if (faults.Count == 0) return "the fault was not found";
                if (faults.FirstOrDefault(static fault => !s_place.IsMatch(fault.Message[fault.File.Length..])) is { } placeless) return "no place in: " + placeless.Message;
            }
            else if (faults.Count > 0) return faults[0].Message;

            if (entry.TryGetProperty("events", out var count) && count.ValueKind == JsonValueKind.Number && count.GetInt64() != events)
            {
                return $"expected {count.GetInt64()} events, found {events}";
            }

            return entry.Text("text_sha256") is { } expected && expected != digest ? "the text differs" : null;
        }
        finally
        {
            if (copy is not null) Directory.Delete(copy, recursive: true);
        }
    }
}
