using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Programs that have only a PackageReference to Braid.Tracing, built outside of the repository, recorded as users do it.</summary>
public sealed partial class OutsiderTests(PackedTracing package) : IClassFixture<PackedTracing>
{
    private const int Ticks = 20_000;

    private const string Guid = "[ [0] = 0x0, [1] = 0x11, [2] = 0x22, [3] = 0x33, [4] = 0x44, [5] = 0x55, [6] = 0x66, [7] = 0x77, "
        + "[8] = 0x88, [9] = 0x99, [10] = 0xAA, [11] = 0xBB, [12] = 0xCC, [13] = 0xDD, [14] = 0xEE, [15] = 0xFF ]";

    private const string EmptyGuid = "[ [0] = 0x0, [1] = 0x0, [2] = 0x0, [3] = 0x0, [4] = 0x0, [5] = 0x0, [6] = 0x0, [7] = 0x0, "
        + "[8] = 0x0, [9] = 0x0, [10] = 0x0, [11] = 0x0, [12] = 0x0, [13] = 0x0, [14] = 0x0, [15] = 0x0 ]";

    private static readonly string[] s_fourFields =
    [
        """outsider:two { a = 1, b = "zwei" }""",
        """outsider:four { a = 1, b = 66, c = 0, _d_length = 2, d = [ [0] = 4, [1] = 44 ] }""",
    ];

    [Fact]
    public void ThePackageHoldsTheLibraryItsDocumentationAndTheGenerator()
    {
        using var archive = ZipFile.OpenRead(package.PackagePath);
        string[] expected = ["lib/net10.0/Braid.Tracing.dll", "lib/net10.0/Braid.Tracing.xml", "analyzers/dotnet/cs/Braid.Tracing.Generator.dll"];
        Assert.Superset(expected.ToHashSet(), archive.Entries.Select(e => e.FullName).ToHashSet());
        using var nuspec = new StreamReader(archive.GetEntry("Braid.Tracing.nuspec")!.Open());
        Assert.DoesNotContain("<dependency ", nuspec.ReadToEnd());
    }

    [Theory]
    [InlineData("jit")]
    [InlineData("aot", "-p:PublishAot=true")]
    [InlineData("single-file", "-p:PublishSingleFile=true", "-p:PublishTrimmed=true", "--self-contained")]
    public void EveryEventComesThroughWithItsValues(string how, params string[] options)
    {
        if (how == "aot") Assert.SkipUnless(HasLinker, "NativeAOT needs clang or gcc as its linker, and there is none");
        if (options.Length > 0) options = ["-r", RuntimeInformation.RuntimeIdentifier, .. options];
        var program = Path.Combine(package.Publish("CSharp", how, options), "Outsider");

        var events = Record(program, how);

        Assert.Equal(2 * Ticks, events.RemoveAll(e => e.StartsWith("outsider:tick ", StringComparison.Ordinal)));
        var span = SpanId().Match(events.Single(e => e.StartsWith("outsider:work_begin", StringComparison.Ordinal))).Value;
        string[] expected =
        [
            "outsider:named:empty { }",
            "outsider:integers { i8 = -1, u8 = 255, i16 = -2, u16 = 65535, i32 = -3, u32 = 4294967295, i64 = -4, u64 = 18446744073709551615, "
                + "native = -5, unsignedNative = 6, letter = 65, flag = 1 }",
            $$"""outsider:others { single = 1.5, real = -2.25, colour = ( "Blue" : container = 200 ), id = {{Guid}}, time = 1000000000 }""",
            """outsider:texts { text = "", span = "spän", chars = "ok", renamed = "end" }""",
            "outsider:shown { hex = 0xFF, octal = 010, port = 80, _bytes_length = 2, bytes = [ [0] = 1, [1] = 2 ], "
                + "_numbers_length = 1, numbers = [ [0] = -1 ], _reals_length = 2, reals = [ [0] = 0.5, [1] = 2 ] }",
            $$"""outsider:work_begin { {{span}}, item = 7 }""",
            """lttng_ust_tracef:event { msg = "plain" }""",
            $$"""lttng_ust_tracef:event { msg = "{{Ticks}} ticks" }""",
            """lttng_ust_tracelog:TRACE_ERR { line = 16, file = "Program.cs", func = "<Main>$", msg = "level Error" }""",
            """lttng_ust_tracelog:TRACE_DEBUG { line = 17, file = "Program.cs", func = "<Main>$", msg = "no holes" }""",
            $$"""outsider:work_end { {{span}} }""",
            "outsider:one { a = 1 }",
            $$"""outsider:three { a = ( "Red" : container = 1 ), b = 3.5, c = {{EmptyGuid}} }""",
            .. s_fourFields,
            $$"""outsider:by_hand { number = -7, text = "hand", id = {{Guid}}, _array_length = 2, array = [ [0] = 0xA, [1] = 0xB ] }""",
        ];
        Assert.Equal(expected.Order(), events.Order());

        // The one context that asks the runtime what it keeps of methods.
        var stacks = package[$"stacks-{how}"];
        Shell.Braid("record", "-u", "outsider:one", "--context", "managed_stack", "-o", stacks, "--", program, "1").Expect();
        Assert.Matches(@"managed_stack = ""[^""]*Program\.<Main>\$""", Babeltrace.Lines(stacks).Single(static line => line.Contains("outsider:one", StringComparison.Ordinal)));
    }

    [Fact]
    public void TypedHandlesServeFSharp()
    {
        var events = Record(Path.Combine(package.Publish("FSharp", "jit"), "OutsiderF"), "fsharp");

        var ones = events.FindAll(e => e.StartsWith("outsider:one ", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, Ticks).Select(i => $$"""outsider:one { a = {{i}} }"""), ones);
        string[] others = [.. s_fourFields, $$"""outsider:three { a = ( "Blue" : container = 2 ), b = 3.5, c = {{EmptyGuid}} }"""];
        Assert.Equal(others.Order(), events.Except(ones).Order());
    }

    private static bool HasLinker =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "clang")) || File.Exists(Path.Combine(d, "gcc")));

    /// <summary>Name and payload of the events that the program recorded; nothing may be lost.</summary>
    private List<string> Record(string program, string label)
    {
        var trace = package[$"trace-{label}"];
        var result = Shell.Braid("record", "-u", "outsider:*", "-u", "lttng_ust_trace*", "-o", trace, "--", program, $"{Ticks}").Expect();
        Assert.Matches("(?m)^ust .* 0 lost$", result.Error);
        var lines = Babeltrace.Lines(trace).Where(l => !l.Contains("_statedump:", StringComparison.Ordinal));
        return [.. lines.Select(line => Paths().Replace(NameAndPayload().Replace(line, "$1 $2"), "\"$1\""))];
    }

    [GeneratedRegex(@"^.* ([A-Za-z0-9_:]+): \{ cpu_id = \d+ \}, \{ vtid = \d+ \}, (\{.*\})$")]
    private static partial Regex NameAndPayload();

    /// <summary>The compiler records the path of a file as it was compiled.</summary>
    [GeneratedRegex(@"""[^""]*/(Program\.cs)""")]
    private static partial Regex Paths();

    [GeneratedRegex("span_id = 0x[0-9A-F]+")]
    private static partial Regex SpanId();
}
