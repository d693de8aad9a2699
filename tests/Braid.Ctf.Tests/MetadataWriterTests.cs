using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

public sealed class MetadataWriterTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    [Theory]
    [InlineData(CtfVersion.Ctf18)]
    [InlineData(CtfVersion.Ctf2)]
    public void What_is_written_reads_back_the_same(CtfVersion version)
    {
        var first = Write(SampleTrace.Class(version));
        var second = Write(MetadataReader.Read("metadata", first));
        Assert.Equal(Encoding.UTF8.GetString(first), Encoding.UTF8.GetString(second));
    }

    [Fact]
    public void Both_versions_decode_to_the_same_text() => Assert.Equal(Text(CtfVersion.Ctf18).Events, Text(CtfVersion.Ctf2).Events);

    [Theory]
    [InlineData("", "")]
    [InlineData("--clock-seconds", "s")]
    [InlineData("--clock-date --clock-gmt", "dg")]
    [InlineData("--clock-cycles --no-delta", "cn")]
    [InlineData("-n all -f all", "NF")]
    [InlineData("-n none -f trace,trace:domain,loglevel", "0L")]
    public void Text_is_that_of_babeltrace2_and_nothing_is_warned_about_but_the_loss(string arguments, string options)
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        var (events, warnings) = Babeltrace(arguments);
        var ours = TextRun.Print(_path, new TextOptions
        {
            ClockSeconds = options.Contains('s'),
            ClockDate = options.Contains('d'),
            ClockGmt = options.Contains('g'),
            ClockCycles = options.Contains('c'),
            Delta = !options.Contains('n'),
            Names = options.Contains('N') ? TextNames.All : options.Contains('0') ? TextNames.None : TextNames.Default,
            Fields = options.Contains('F') ? TextFields.All
                : options.Contains('L') ? TextFields.Trace | TextFields.Domain | TextFields.LogLevel : TextFields.Default,
        });
        Assert.Equal(events, ours.Events);
        Assert.Equal(warnings, ours.Warnings);
        Assert.Equal(12, ours.Events.Count(static c => c == '\n'));
    }

    [Theory]
    [InlineData("1700000000.000001124", "1700001000.000000124")]
    [InlineData("2023-11-14 22:13:20.000001124", "22:29:59")]
    [InlineData("22:13:20.000001128", "2023-11-14 22:30:00.000000124")]
    public void Bounds_cut_as_babeltrace2_cuts(string begin, string end)
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        var (events, _) = Babeltrace($"--clock-gmt --begin={begin.Replace(' ', '_')} --end={end.Replace(' ', '_')}");
        Assert.True(TimeBound.TryParse(begin, out var from) & TimeBound.TryParse(end, out var to));
        var ours = TextRun.Print(_path, new TextOptions { ClockGmt = true, Begin = from, End = to });
        Assert.Equal(events, ours.Events);
        Assert.NotEmpty(events);
    }

    [Fact]
    public void Fields_are_found_by_name_and_read_without_text()
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        using var set = TraceSet.Open(_path);
        var reader = set.Read();
        var seen = 0;
        while (reader.MoveNext())
        {
            var cursor = reader.Current;
            if (cursor.Kind != MessageKind.Event || cursor.Class.Name != "shop:order_placed") continue;
            seen++;
            var layout = cursor.Layout;
            Assert.Equal("caf\u00e9", cursor.GetString(layout.Find("name")!));
            Assert.Equal(0xffff_8000_dead_beef, cursor.GetUInt64(layout.Find("address")!));
            Assert.Equal(0.1, cursor.GetDouble(layout.Find("price")!));
            Assert.Equal(42, cursor.GetInt64(layout.Find(FieldScope.EventCommonContext, "vpid")!));
            Assert.Equal(cursor.Stream.Id, cursor.GetUInt64(layout.Find(FieldScope.PacketContext, "cpu_id")!));
            Assert.Equal(1L, cursor.GetInt64(layout.Find(FieldScope.EventHeader, "id")!));
            Assert.True(cursor.GetValue(layout.Find(FieldScope.EventHeader, "v")!).TryGetContent(out var compact));
            Assert.Equal("compact", compact.Field.Name);
            var sum = 0L;
            foreach (var id in cursor.GetValue(layout.Find("ids")!)) sum += id.AsInt64();
            Assert.Equal(15, sum);
        }

        Assert.Equal(4, seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(150)]
    public void A_truncated_stream_gives_what_it_holds_and_one_fault(int cut)
    {
        SampleTrace.Write(_path, CtfVersion.Ctf18);
        var file = Path.Combine(_path, "channel0_1");
        var bytes = File.ReadAllBytes(file);
        File.WriteAllBytes(file, bytes[..^cut]);
        using var set = TraceSet.Open(_path);
        var reader = set.Read();
        while (reader.MoveNext())
        {
        }

        var fault = Assert.Single(reader.FindFaults());
        Assert.Equal(file, fault.File);
        Assert.Contains("byte ", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private static byte[] Write(TraceClass trace)
    {
        using var stream = new MemoryStream();
        MetadataWriter.Write(trace, stream);
        return stream.ToArray();
    }

    private (string Events, string Warnings) Text(CtfVersion version)
    {
        var path = Path.Combine(_path, version.ToString());
        SampleTrace.Write(path, version);
        return TextRun.Print(path, new TextOptions { Fields = TextFields.None });
    }

    private (string Events, string Warnings) Babeltrace(string arguments) => TextRun.Babeltrace(arguments, _path);
}
