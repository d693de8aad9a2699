using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>What a trace says about the memory of the program that made it, against /proc and readelf; babeltrace2 reads it.</summary>
public sealed partial class StateDumpTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    [Fact]
    public void ModulesAreAtTheAddressesOfProcMapsWithTheBuildIdsOfReadelf()
    {
        var progress = _directory["progress"];
        File.WriteAllBytes(progress, new byte[64]);
        var program = Shell.Start(TestApp.Path, ["forever", progress, "1", "1000000"]); // ns between events
        string maps;
        int pid;
        try
        {
            Shell.Until(() => BitConverter.ToInt64(File.ReadAllBytes(progress)) > 0, "the program did not begin");
            pid = program.Process.Id;
            maps = File.ReadAllText($"/proc/{pid}/maps");
            Shell.Braid("record", "-u", "app:*", "-p", $"{pid}", "--duration", "500ms", "-o", Trace).Expect();
        }
        finally
        {
            program.Process.Kill();
            Shell.End(program);
        }

        var lines = Dump();
        Assert.All(lines, l => Assert.Contains($"{{ vpid = {pid}, vtid = {pid} }}", l));
        Assert.Equal(["start", "procname"], lines[..2].Select(Name));
        Assert.Contains("procname = \"Braid.Tracing.T\"", lines[1]);
        Assert.Equal("end", Name(lines[^1]));

        var modules = lines.Select(l => BinInfo().Match(l)).Where(m => m.Success)
            .ToDictionary(m => m.Groups["path"].Value, m => (Address: m.Groups["address"].Value, HasId: m.Groups["id"].Value, HasLink: m.Groups["link"].Value));
        var mapped = Mapping().Matches(maps).Select(m => (Start: m.Groups[1].Value, Path: m.Groups[2].Value)).ToLookup(m => m.Path, m => m.Start);
        Assert.Contains(TestApp.Path, modules.Keys);
        Assert.Contains(modules.Keys, p => p.EndsWith("/libcoreclr.so", StringComparison.Ordinal));
        Assert.Contains(modules.Keys, p => p.Contains("/libc.so", StringComparison.Ordinal) || p.Contains("/libc-", StringComparison.Ordinal));
        foreach (var (path, module) in modules)
        {
            Assert.Equal(mapped[path].First(), module.Address.ToLowerInvariant());
            var readelf = Shell.Run("readelf", ["-n", path]).Expect().Output;
            var id = BuildId().Match(readelf).Groups[1].Value;
            Assert.Equal(id.Length > 0 ? "1" : "0", module.HasId);
            if (id.Length > 0) Assert.Equal(id, Id(lines, module.Address));
            Assert.Equal(module.HasLink == "1", lines.Any(l => Name(l) == "debug_link" && l.Contains($"baddr = 0x{module.Address},", StringComparison.Ordinal)));
        }
    }

    /// <summary>A program that lives for milliseconds, and is gone before its libraries are read.</summary>
    [Fact]
    public void AShortLivedProgramHasOneToo()
    {
        Shell.Braid("record", "-u", "app:*", "-o", Trace, "--", TestApp.Path, "ticks", "1", "10").Expect();

        var lines = Babeltrace.Lines(Trace);
        Assert.Equal(10, Babeltrace.CountByName(lines)["app:tick"]);
        Assert.Equal(lines.Length - 10, Dump().Length);
        Assert.Contains(Dump(), l => l.Contains("/libcoreclr.so\", is_pic = 1, has_build_id = 1", StringComparison.Ordinal));
        Assert.All(lines[..^10], l => Assert.Contains("statedump:", l)); // they come before what they explain
    }

    [Fact]
    public void ThePerfMapOfADotnetProgramIsNamed()
    {
        var result = Shell.Run(Shell.BraidPath, ["record", "-u", "app:*", "-o", Trace, "--", TestApp.Path, "ticks", "1", "10"], ("DOTNET_PerfMapEnabled", "1")).Expect();
        Assert.Equal("", result.Output);

        var line = Assert.Single(Babeltrace.Lines(Trace), l => l.Contains("braid_statedump:perf_map", StringComparison.Ordinal));
        var path = Regex.Match(line, """vpid = (\d+),.* path = "(/tmp/perf-\1\.map)" """).Groups[2].Value;
        Assert.True(File.Exists(path), line);
        File.Delete(path);
    }

    /// <summary>A program none of whose events are recorded leaves no trace, so no dump either.</summary>
    [Fact]
    public void NothingIsWrittenForAProgramWithoutEvents()
    {
        Shell.Braid("record", "-u", "nothing:*", "-o", Trace, "--", TestApp.Path, "ticks", "1", "10");
        Assert.False(Directory.Exists(Path.Combine(Trace, "ust")));
    }

    private string[] Dump() => [.. Babeltrace.Lines(Trace).Where(l => l.Contains("lttng_ust_statedump:", StringComparison.Ordinal))];

    private static string Name(string line) => Regex.Match(line, "lttng_ust_statedump:([a-z_]+): ").Groups[1].Value;

    private static string Id(string[] lines, string address)
    {
        var line = lines.Single(l => Name(l) == "build_id" && l.Contains($"baddr = 0x{address},", StringComparison.Ordinal));
        var bytes = Regex.Matches(line, @"\[\d+\] = 0x([0-9A-F]+)").Select(m => byte.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower([.. bytes]);
    }

    [GeneratedRegex("""bin_info: .* baddr = 0x(?<address>[0-9A-F]+), memsz = [1-9]\d*, path = "(?<path>[^"]+)", is_pic = [01], has_build_id = (?<id>[01]), has_debug_link = (?<link>[01]) """)]
    private static partial Regex BinInfo();

    [GeneratedRegex("Build ID: ([0-9a-f]+)")]
    private static partial Regex BuildId();

    [GeneratedRegex(@"^([0-9a-f]+)-[0-9a-f]+ \S+ 00000000 \S+ \d+ +(/.*)$", RegexOptions.Multiline)]
    private static partial Regex Mapping();
}
