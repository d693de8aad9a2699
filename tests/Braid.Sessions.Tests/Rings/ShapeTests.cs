using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Braid.Sessions.Tests.Rings;

/// <summary>What attributes, spans, free text and handles made by hand record, as babeltrace2 shows it.</summary>
[Collection("rings")]
public sealed partial class ShapeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EventsOfAllShapesComeBack(bool native)
    {
        if (native && TestProgram.NativePath == null) Assert.Skip("run tests/Braid.Tracing.TestApp/publish-aot first");
        using var recording = new Recording(null, ["*", "!lttng_ust_tracelog:TRACE_DEBUG"], threadId: false).Start();
        using var program = native ? TestProgram.StartNative("shapes") : new TestProgram("shapes");
        Assert.Equal("2 holes evaluated", program.ReadLine());
        program.WaitForExit();
        recording.Stop();
        Assert.Equal(
        [
            "loglevel = TRACE_WARNING (4), name = shapes:shown, { hex = 0xBEEF, octal = 010, bits = 0b00000101, port = 80, _addresses_length = 1, addresses = [ [0] = 0x7F000001 ] }",
            "loglevel = TRACE_INFO (6), name = shapes:reals, { _singles_length = 2, singles = [ [0] = 1.5, [1] = -0.25 ], _doubles_length = 1, doubles = [ [0] = 2.5 ], _flags_length = 2, flags = [ [0] = 1, [1] = 0 ] }",
            "loglevel = TRACE_INFO (6), name = shapes:work_begin, { span_id = 1, item = 7, name = \"outer\" }",
            "loglevel = TRACE_DEBUG_LINE (13), name = shapes:inner_begin, { span_id = 2 }",
            "loglevel = TRACE_DEBUG_LINE (13), name = shapes:inner_end, { span_id = 2 }",
            "loglevel = TRACE_INFO (6), name = shapes:work_end, { span_id = 1 }",
            "loglevel = TRACE_ERR (3), name = typed:two, { number = -5, word = \"five\" }",
            "loglevel = TRACE_DEBUG_LINE (13), name = typed:four, { colour = ( \"Blue\" : container = 200 ), time = 1767323045123456700, id = [ [0] = 0x0, [1] = 0x11, [2] = 0x22, [3] = 0x33, [4] = 0x44, [5] = 0x55, [6] = 0x66, [7] = 0x77, [8] = 0x88, [9] = 0x99, [10] = 0xAA, [11] = 0xBB, [12] = 0xCC, [13] = 0xDD, [14] = 0xEE, [15] = 0xFF ], _reals_length = 2, reals = [ [0] = 0.5, [1] = -1 ] }",
            "loglevel = TRACE_DEBUG (14), name = lttng_ust_tracef:event, { msg = \"free text 1 and 1.50\" }",
            "loglevel = TRACE_WARNING (4), name = lttng_ust_tracelog:TRACE_WARNING, { line = 42, file = \"file.cs\", func = \"Emit\", msg = \"a warning    2\" }",
        ], Show(recording.TracePath(program.Pid)));
    }

    [Theory]
    [InlineData("<=4 *", "shapes:shown typed:two lttng_ust_tracelog:TRACE_WARNING")]
    [InlineData("==4 shapes:*\n==3 *", "shapes:shown typed:two")]
    [InlineData("shapes:*\n!shapes:inner*\n!*:reals", "shapes:shown shapes:work_begin shapes:work_end")]
    public void RulesChooseByLevelAndLeaveOut(string rules, string expected)
    {
        using var recording = new Recording(null, rules.Split('\n'), threadId: false).Start();
        using var program = new TestProgram("shapes");
        program.WaitForExit();
        recording.Stop();
        Assert.Equal(expected, string.Join(' ', recording.Read(program.Pid).OrderBy(static e => e.Timestamp).Select(static e => e.Name)));
    }

    /// <summary>Field for field what the program passed, for random values of every kind.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void RandomValuesComeBack(bool native)
    {
        if (native && TestProgram.NativePath == null) Assert.Skip("run tests/Braid.Tracing.TestApp/publish-aot first");
        var seed = Random.Shared.Next();
        var count = 20_000;
        using var recording = new Recording(null, bufferSize: 16 << 20, threadId: false).Start();
        using var program = native ? TestProgram.StartNative("random", $"{seed}", $"{count}") : new TestProgram("random", $"{seed}", $"{count}");
        var expected = new List<string>();
        while (program.ReadLine() is { } line) expected.Add(line);
        program.WaitForExit();
        Assert.Equal((count, 0), (expected.Count, recording.Stop().Discarded));
        var events = recording.Read(program.Pid).OrderBy(static e => e.Timestamp).Select(RecordingTests.Format).ToList();
        var differing = expected.Order(StringComparer.Ordinal).Zip(events.Order(StringComparer.Ordinal)).FirstOrDefault(static pair => pair.First != pair.Second);
        Assert.True(differing == default, $"seed {seed}: passed {differing.First}, recorded {differing.Second}");
    }

    /// <summary>The program's lines without time, packet context and the thread's part of span ids.</summary>
    private static string[] Show(string trace)
    {
        using var reader = Process.Start(new ProcessStartInfo("babeltrace2", ["-f", "loglevel", "-n", "payload,header", "--no-delta", trace]) { RedirectStandardOutput = true })!;
        var lines = reader.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var own = lines.Where(static line => !line.Contains("_statedump:", StringComparison.Ordinal));
        return [.. own.Select(static line => Noise().Replace(Span().Replace(line, "span_id = "), ""))];
    }

    [GeneratedRegex(@"^timestamp = [^,]*, |\{ [0-9]+ \}, ")]
    private static partial Regex Noise();

    [GeneratedRegex("span_id = 0x[0-9A-F]*0000000")]
    private static partial Regex Span();
}
