using System.Globalization;

namespace Braid.Cli.Tests;

/// <summary><c>braid crash</c> as a user runs it, after a recorder and its program were killed.</summary>
public sealed class CrashTests : IDisposable
{
    private const int SigKill = 9;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData(", procname = \"Braid.Tracing.T\", span_id = \"\" }", "--context", "procname,span_id")]
    public void WhatAKilledRecorderLeftIsPrintedExtractedAndRemoved(string contexts, params string[] options)
    {
        var file = KillBoth(options);
        try
        {
            var printed = Shell.Braid("crash", file).Expect();
            var lines = printed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(lines);
            Assert.All(lines, line => Assert.Contains(" app:tick: ", line, StringComparison.Ordinal));
            Assert.All(lines, line => Assert.Contains(contexts, line, StringComparison.Ordinal));
            Assert.Contains($": {lines.Length.ToString("N0", CultureInfo.InvariantCulture)} events, ", printed.Error, StringComparison.Ordinal);

            Shell.Braid("crash", "-x", _directory["crash"], "--trace-format", "ctf-1.8", "--remove", file).Expect();
            var extracted = Read(_directory["crash"]); // babeltrace2 warns of an event that the kill has interrupted
            Assert.Equal(lines.Length, extracted.Count(static c => c == '\n'));
            Assert.False(File.Exists(file));

            // What the killed recorder had moved is a trace of its own on the same clock: the two follow one another. babeltrace2 warns of its unfinished file.
            Assert.True(Seconds(Read(_directory["trace"])) < Seconds(extracted));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void AFileThatIsNoneIsRefusedByName()
    {
        var path = _directory["braid.0.1.2"];
        File.WriteAllBytes(path, new byte[10]);
        var one = Shell.Braid("crash", path);
        Assert.Equal((1, $"braid: {path}: ends before byte 4096\n"), (one.ExitCode, one.Error));
        var all = Shell.Braid("crash", _directory.Path);
        Assert.Equal((1, $"braid: {path}: ends before byte 4096\n"), (all.ExitCode, all.Error));
    }

    private static string Read(string trace) => Shell.Run("babeltrace2", ["--clock-seconds", "--no-delta", trace]).Expect().Output;

    /// <summary>An index gets its entry after the packet is whole.</summary>
    private bool HasPacket() => Directory.Exists(_directory["trace"])
        && Directory.GetFiles(_directory["trace"], "*.idx", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 64);

    private static decimal Seconds(string line) => decimal.Parse(line[1..line.IndexOf(']', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    /// <summary>Kills a recorder, and its program a little later; returns the program's file.</summary>
    private string KillBoth(string[] options)
    {
        var progress = _directory["progress"];
        File.WriteAllBytes(progress, new byte[64]);
        var recorder = Shell.Start(Shell.BraidPath, ["record", "-u", "app:tick", .. options, "-o", _directory["trace"]]);
        Shell.Until(() => Directory.GetFiles("/dev/shm", "braid-session.*").Length > 0, "no recording begins");
        var program = Shell.Start(TestApp.Path, ["forever", progress, "1", "3000"]);
        Shell.Until(HasPacket, "nothing is recorded");
        Shell.Signal(recorder.Process, SigKill);
        recorder.Process.WaitForExit();
        Thread.Sleep(50);
        Shell.Signal(program.Process, SigKill);
        program.Process.WaitForExit();
        return Assert.Single(Directory.GetFiles("/dev/shm", $"braid.*.{program.Process.Id}.*"));
    }
}
