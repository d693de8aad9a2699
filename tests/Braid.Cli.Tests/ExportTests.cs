using System.Text;
using System.Text.Json;
using Braid.Ctf.Decoding;
using Braid.Ctf.Export;
using Braid.Ctf.Schema;

namespace Braid.Cli.Tests;

/// <summary>JSON as System.Text.Json reads it, CSV as a strict reader does.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> CorpusTraces =>
    [
        "ctf2-twins/debuginfo-test-app3", "ctf2-twins/bug446190", "tracecompass-test-traces/many-threads", "babeltrace/ctf-traces/succeed/lttng-event-after-packet",
        .. Directory.GetDirectories(Path.Combine(Corpus, "yactfr"), "pass-*", SearchOption.AllDirectories)
            .Where(static d => File.Exists(Path.Combine(d, "metadata"))).Order(StringComparer.Ordinal).Where((_, i) => i % 5 == 0).Select(static d => Path.GetRelativePath(Corpus, d)),
    ];

    private static string Corpus { get; } = Path.Combine(Path.GetDirectoryName(Repository.Root)!, "shared", "corpus");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void JsonHasEveryValueExactly()
    {
        using var set = Sample();
        var lines = Json(set);

        Assert.Equal(
            """{"timestamp":1,"name":"app:row","trace":{"hostname":"a \"host\", quoted","domain":"ust"},"stream":0,"cpu_id":3,"context":{"vtid":7},"fields":{"small":-1,"big":18446744073709551615,"real":0.1,"text":"caf\uFFFD \"x\",\n\\\u0001","_items_length":2,"items":[1,4294967295],"s":{"inner":-9223372036854775808},"state":{"label":null,"value":3}}}""".Replace("\\uFFFD", "\uFFFD", StringComparison.Ordinal),
            lines[0]);
        Assert.EndsWith(""","fields":{"small":0,"big":0,"real":"NaN","text":"","_items_length":0,"items":[],"s":{"inner":0},"state":{"label":"ZERO|LOW","value":0}}}""", lines[1]);
        Assert.Contains("\"real\":\"-Infinity\"", lines[2]);
        Assert.Equal(1e300, JsonDocument.Parse(lines[3]).RootElement.GetProperty("fields").GetProperty("real").GetDouble());
    }

    [Fact]
    public void CsvOfOneEventHasAColumnPerField()
    {
        using var set = Sample();
        var rows = CsvReader.Read(Csv(set, "app:row"));

        Assert.Equal(["timestamp", "name", "trace.hostname", "trace.domain", "cpu_id", "vtid", "small", "big", "real", "text", "_items_length", "items", "s.inner", "state", "state.label"], rows[0]);
        Assert.Equal(
            ["1", "app:row", "a \"host\", quoted", "ust", "3", "7", "-1", "18446744073709551615", "0.1", "caf\uFFFD \"x\",\n\\\u0001", "2", "[1,4294967295]", "-9223372036854775808", "3", null],
            rows[1]);
        Assert.Equal(["NaN", "", "0", "[]", "0", "0", "ZERO|LOW"], rows[2][8..]);
        Assert.Equal("TWO, \"2\"", rows[3][^1]);
    }

    [Fact]
    public void CsvOfSeveralEventsHasTheFieldsAsJson()
    {
        using var set = Sample();
        var rows = CsvReader.Read(Csv(set, null));

        Assert.Equal(["timestamp", "name", "trace.hostname", "trace.domain", "cpu_id", "vtid", "fields"], rows[0]);
        Assert.Equal(-1, JsonDocument.Parse(rows[1][^1]!).RootElement.GetProperty("small").GetInt64());
        Assert.All(rows, row => Assert.Equal(7, row.Length));
    }

    /// <summary>Every event of the corpus is valid JSON and a row of as many cells as there are columns.</summary>
    [Theory]
    [MemberData(nameof(CorpusTraces))]
    public void OfTheCorpus(string trace)
    {
        using var set = TraceSet.Open(Path.Combine(Corpus, trace));
        var events = Events(set);
        var lines = Json(set);
        Assert.Equal(events.Count, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            using var line = JsonDocument.Parse(lines[i], new JsonDocumentOptions { MaxDepth = 200 });
            Assert.Equal(events[i].Name, line.RootElement.GetProperty("name").GetString());
            if (events[i].Time is { } time) Assert.Equal(time, line.RootElement.GetProperty("timestamp").GetInt64());
            Assert.Equal(JsonValueKind.Object, line.RootElement.GetProperty("fields").ValueKind);
        }

        foreach (var name in events.Select(e => e.Name).Distinct().Take(8))
        {
            var rows = CsvReader.Read(Csv(set, name));
            Assert.Equal(events.Count(e => e.Name == name) + 1, rows.Count);
            Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
            Assert.Equal(rows[0].Length, rows[0].Distinct().Count());
        }
    }

    private static List<(string? Name, long? Time)> Events(TraceSet set)
    {
        var events = new List<(string?, long?)>();
        for (var reader = set.Read(); reader.MoveNext();)
        {
            if (reader.Current.Kind == MessageKind.Event) events.Add((reader.Current.Class.Name, reader.Current.HasTimestamp ? reader.Current.TimestampNs : null));
        }

        return events;
    }

    private static string[] Json(TraceSet set)
    {
        using var bytes = new MemoryStream();
        using var printer = new JsonPrinter(bytes);
        return Print(set, printer, bytes, _ => true).Split('\n')[..^1];
    }

    private static string Csv(TraceSet set, string? name)
    {
        using var bytes = new MemoryStream();
        using var printer = new CsvPrinter(bytes, set, Selected);
        return Print(set, printer, bytes, Selected);

        bool Selected(EventClass known) => name is null || known.Name == name;
    }

    private static string Print(TraceSet set, IEventPrinter printer, MemoryStream bytes, Func<EventClass, bool> selected)
    {
        for (var reader = set.Read(); reader.MoveNext();)
        {
            if (reader.Current.Kind == MessageKind.Event && selected(reader.Current.Class)) printer.Print(reader.Current);
        }

        printer.Flush();
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray());
    }

    private TraceSet Sample()
    {
        var trace = new FieldTrace();
        trace.Add(7, -1, ulong.MaxValue, 0.1, "caf\u00e9 \"x\",\n\\\u0001", [1, uint.MaxValue], long.MinValue);
        trace.Add(7, 0, 0, double.NaN, "", [], 0);
        trace.Add(7, 2, 0, double.NegativeInfinity, "", [], 0);
        trace.Add(7, 2, 0, 1e300, "", [], 0);
        trace.Write(_directory["sample"]);
        return TraceSet.Open(_directory["sample"]);
    }
}
