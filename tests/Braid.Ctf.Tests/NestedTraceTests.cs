using Braid.Ctf.Schema;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>Several traces below one directory, whose clocks differ by three cycles.</summary>
public sealed class NestedTraceTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;

    public NestedTraceTests()
    {
        SampleTrace.Write(Path.Combine(_path, "kernel"), CtfVersion.Ctf18);
        SampleTrace.Write(Path.Combine(_path, "ust", "pid", "X"), CtfVersion.Ctf18, Guid.Parse("3f0b3d1e-6a52-4a0b-9f7c-0a4a2f1d9b10"), offsetCycles: 126);
    }

    [Theory]
    [InlineData("")]
    [InlineData("kernel")]
    [InlineData("ust")]
    public void Traces_are_named_by_host_and_path(string opened)
    {
        var path = Path.Combine(_path, opened);
        var (events, warnings) = TextRun.Babeltrace("-f trace", path);
        var ours = TextRun.Print(path, new TextOptions { Fields = TextFields.Trace });
        Assert.Equal(events, ours.Events);
        Assert.Equal(warnings, ours.Warnings);
    }

    [Fact]
    public void Cycles_that_step_back_are_printed_as_babeltrace2_prints_them()
    {
        var (events, _) = TextRun.Babeltrace("--clock-cycles", _path);
        Assert.Equal(events, TextRun.Print(_path, new TextOptions { ClockCycles = true }).Events);
        Assert.InRange(events.Split("(+????????????)").Length, 3, 99);
        Assert.Contains("(+184467440737095", events, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
