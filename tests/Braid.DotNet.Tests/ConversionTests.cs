using System.Collections;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Braid.Ctf.Schema;
using Braid.DotNet.Nettrace;
using Microsoft.Diagnostics.Tracing.Parsers.Clr;

namespace Braid.DotNet.Tests;

/// <summary>nettrace streams as CTF, read back and compared with what TraceEvent reads from the stream.</summary>
public sealed class ConversionTests(ITestOutputHelper output)
{
    /// <summary>What TraceEvent computes of fields and shows as fields.</summary>
    private static readonly HashSet<string> s_computed =
    [
        "OptimizationTier", "Promoted", "CompactMechanisms", "ConcurrentCompactMechanisms", "ExpandMechanisms", "TotalHeapSize",
        "TotalPromoted", "ModuleILFileName", "GCHeapStats.Depth",
        "FinalizeObject.TypeName", "GCPerHeapHistory.MemoryPressure", "MethodLoadVerbose.ReJITID", "MethodUnloadVerbose.ReJITID",
    ];

    public static TheoryData<string, CtfVersion> Streams18And2 => new()
    {
        { "types", CtfVersion.Ctf18 },
        { "types", CtfVersion.Ctf2 },
        { "threads", CtfVersion.Ctf18 },
        { "runtime", CtfVersion.Ctf18 },
    };

    [Theory]
    [MemberData(nameof(Streams18And2))]
    public void Every_field_is_what_TraceEvent_reads(string name, CtfVersion version)
    {
        var stream = Streams.Named(name);
        using var trace = new ConvertedTrace(stream, version);
        Assert.Empty(trace.Faults);
        Assert.Null(trace.Result.Fault);
        var read = ReadStream.Of(stream);
        Assert.Equal(read.Events.Count, trace.Events.Count);
        var expected = OracleEvent.Read(stream).Events.ToLookup(e => (Time(e.Milliseconds, read.Start!), e.ThreadId, Convert.ToHexString(e.Payload)));
        var (compared, without, different) = (0, new HashSet<string>(), new HashSet<string>());
        foreach (var (ours, json) in read.Events.Zip(trace.Events))
        {
            var oracle = expected[(Time((ours.Timestamp - read.Start!.SyncTicks) * 1000.0 / read.Start.TickFrequency, read.Start), ours.ThreadId, Convert.ToHexString(ours.Payload))].First();
            Assert.Equal(ours.ThreadId, json.GetProperty("context").GetProperty("vtid").GetInt64());
            Assert.Equal(oracle.ActivityId == Guid.Empty ? "" : oracle.ActivityId.ToString(), json.GetProperty("context").GetProperty("activity_id").GetString());
            Assert.StartsWith(ours.Description.Provider + ":", json.GetProperty("name").GetString());
            var fields = json.GetProperty("fields");
            var eventName = json.GetProperty("name").GetString()!;
            foreach (var (field, value) in oracle.Fields)
            {
                if (s_computed.Contains(field) || s_computed.Contains($"{eventName.Split(':')[1]}.{field}") || eventName.EndsWith(":GCDynamicEvent")) continue;
                var mine = fields;
                if (field.Length > 0 && !fields.TryGetProperty(field, out mine)) without.Add($"{eventName} {field}");
                else if (!IsSame(value, mine)) different.Add($"{eventName} {field}: TraceEvent {value} ({value?.GetType().Name}), trace {mine}");
                compared++;
            }
        }

        output.WriteLine($"{name}: {trace.Events.Count} events, {compared} fields compared");
        Assert.True(without.Count == 0, string.Join("; ", without));
        Assert.True(different.Count == 0, string.Join("; ", different));
        Assert.True(compared > trace.Events.Count / 2);
    }

    [Theory]
    [InlineData("types")]
    [InlineData("threads")]
    [InlineData("runtime")]
    public async Task Babeltrace_reads_as_many_events(string name)
    {
        using var trace = new ConvertedTrace(Streams.Named(name));
        using var babeltrace = Process.Start(new ProcessStartInfo("babeltrace2", [trace.Trace]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = babeltrace.StandardError.ReadToEndAsync();
        var lines = (await babeltrace.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("", await errors);
        Assert.Equal(trace.Events.Count, lines.Length);
    }

    [Fact]
    public void Losses_are_in_the_packets()
    {
        using var app = new TestApp();
        var stream = app.Record(new() { Providers = [new("App", ulong.MaxValue, 5)], BufferMegabytes = 1 }, a => a.Do("count 4 50000"));
        using var trace = new ConvertedTrace(stream);
        Assert.True(trace.Discarded > 0);
        Assert.Equal(200_000, trace.Discarded + trace.Events.Count(e => e.GetProperty("name").GetString() == "App:Counted"));
    }

    [Fact]
    public void A_payload_without_description_is_kept_as_bytes_and_told_once()
    {
        using var trace = new ConvertedTrace(Streams.Types);
        var blob = trace.Events.Single(e => e.GetProperty("name").GetString() == "App:Blob").GetProperty("fields").GetProperty("payload");
        Assert.Equal("1 0 0 0 4 0 0 0 1 2 0 255 2 0 0 0", string.Join(' ', blob.EnumerateArray().Select(b => b.GetInt32())));
        Assert.Single(trace.Warnings, w => w == "App:Blob: the fields of its 16 bytes are not known; they are kept as 'payload'");
    }

    [Fact]
    public void Version_6_keeps_types_processes_labels_and_processors()
    {
        using var trace = new ConvertedTrace(StreamV6.Sample());
        Assert.Empty(trace.Faults);
        Assert.Equal(14, trace.Discarded);
        var first = trace.Events[0];
        Assert.Equal("""{"vpid":42,"vtid":4242,"activity_id":"00112233-4455-6677-8899-aabbccddeeff","related_activity_id":"","labels":"span_id=0000000000000abc user=zoe","_callstack_user_length":2,"callstack_user":[4096,8192]}""", Regular(first.GetProperty("context")));
        Assert.Equal("""{"small":-2,"large":300,"truth":{"label":"true","value":1},"text":"Zo\u00EB","fixed":[7,8],"chars":"hi","_list_length":2,"list":["a","bc"],"nested":{"inner":77},"_relative_length":2,"relative":[500,600],"absolute":"ok"}""", Regular(first.GetProperty("fields")));
        Assert.Equal([1, 1, 0], trace.Events.Select(e => e.GetProperty("cpu_id").GetInt32()));
    }

    [Fact]
    public void A_file_that_is_cut_gives_what_is_whole_and_a_fault()
    {
        using var trace = new ConvertedTrace(Streams.Threads[..^500]);
        Assert.InRange(trace.Events.Count, 1, 20_000);
        Assert.Contains("app.nettrace: byte ", trace.Result.Fault);
    }

    /// <summary>TraceEvent's times are doubles of milliseconds.</summary>
    private static long Time(double milliseconds, TraceStart start) => (long)Math.Round(milliseconds * start.TickFrequency / 1000 / 100);

    private static string Regular(JsonElement element) => JsonSerializer.Serialize(element);

    private static bool IsSame(object? value, JsonElement mine)
    {
        switch (value)
        {
            case MethodFlags flags: // TraceEvent takes the tier out
                return (uint)flags == (mine.GetUInt32() & 0x7F);
            case Enum or bool or byte or sbyte or short or ushort or int or uint or long or ulong:
                var number = mine.ValueKind == JsonValueKind.Object ? mine.GetProperty("value") : mine;
                return Bits(value) == Bits(number);
            case UIntPtr address:
                return address == mine.GetUInt64();
            case string or char or Guid:
                return mine.ValueKind == JsonValueKind.String && mine.GetString() == value.ToString();
            case float or double:
                return Convert.ToDouble(value, CultureInfo.InvariantCulture) == (value is float ? (float)mine.GetDouble() : mine.GetDouble());
            case DateTime time:
                return mine.GetString() == time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
            case IDictionary<string, object> structure:
                return structure.All(member => mine.TryGetProperty(member.Key, out var field) && IsSame(member.Value, field));
            case IEnumerable list:
                return list.Cast<object>().Zip(mine.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second)) && list.Cast<object>().Count() == mine.GetArrayLength();
            default:
                return false;
        }
    }

    /// <summary>TraceEvent reads some unsigned fields as signed: the low 32 bits are compared where it has no more.</summary>
    private static ulong Bits(object value) => unchecked((ulong)Convert.ToInt64(value is ulong big ? (long)big : value, CultureInfo.InvariantCulture)) & uint.MaxValue;

    private static ulong Bits(JsonElement number) => (number.TryGetUInt64(out var positive) ? positive : unchecked((ulong)number.GetInt64())) & uint.MaxValue;
}
