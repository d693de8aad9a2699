namespace Braid.Cli.Tests;

/// <summary><c>braid convert</c>: what it writes is what <c>view</c> shows, babeltrace2 reads it, and nothing is left half-made.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("--event *e*")]
    [InlineData("--where $ctx.cpu_id!=1")]
    [InlineData("--cpu 0,2-3")]
    [InlineData("--clock-gmt -b 2014-01-01 -e 2030-01-01")]
    [InlineData("--stream-intersection")]
    [InlineData("--stream-intersection --event *s* --cpu 1-2")]
    [InlineData("--clock-offset 3600 --clock-offset-ns -5")]
    public void WhatViewShows(string options)
    {
        foreach (var trace in new[] { TestCorpus.MultiDomains, TestCorpus.UserSpace }) SameEvents(trace, options.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void OfAThreadAndOfATime()
    {
        var lines = Shell.Braid("view", "--clock-seconds", TestCorpus.UserSpace).Expect().Output.Split('\n');
        SameEvents(TestCorpus.UserSpace, "-b", Time(lines[lines.Length / 3]), "-e", Time(lines[lines.Length / 2]));
        SameEvents(TestCorpus.UserSpace, "--timerange", $"{Time(lines[100])},{Time(lines[101])}");
        SameEvents(TestCorpus.Trace("babeltrace/ctf-traces/succeed/debug-info"), "--where", "$ctx.vpid > 0 || 1");

        static string Time(string line) => line[1..line.IndexOf(']', StringComparison.Ordinal)];
    }

    /// <summary>Lost events and packets are told as before, with the new paths.</summary>
    [Theory]
    [InlineData("babeltrace/ctf-traces/succeed/multi-domains")]
    [InlineData("babeltrace/ctf-traces/packet-seq-num/2-streams-lost-in-2")]
    public void WhatWasLost(string name)
    {
        var trace = TestCorpus.Trace(name);
        var warnings = Shell.Braid("view", trace).Expect().Error;
        Assert.NotEqual("", warnings);
        foreach (var format in new[] { "ctf-1.8", "ctf-2" })
        {
            Shell.Braid("convert", "-o", _directory[format], "--trace-format", format, "--where", "1", trace).Expect();
            Assert.Equal(warnings, Shell.Braid("view", _directory[format]).Expect().Error.Replace(_directory[format], trace, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void AFullDiskLeavesNothing()
    {
        var disk = _directory["disk"];
        Directory.CreateDirectory(disk);
        Shell.Run("mount", ["-t", "tmpfs", "-o", "size=2m", "none", disk]).Expect();
        try
        {
            var (missing, empty) = (Path.Combine(disk, "missing"), Path.Combine(disk, "empty"));
            Directory.CreateDirectory(empty);
            foreach (var output in new[] { missing, empty })
            {
                foreach (var options in new string[][] { [], ["--where", "1"] })
                {
                    var result = Shell.Braid(["convert", "-o", output, .. options, TestCorpus.ManyThreads]).Expect(1);
                    Assert.StartsWith("braid: No space left on device", Assert.Single(result.ErrorLines));
                    Assert.Equal([empty], Directory.EnumerateFileSystemEntries(disk));
                    Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
                }
            }
        }
        finally
        {
            Shell.Run("umount", [disk]).Expect();
        }
    }

    [Fact]
    public void WhatCannotBeLeavesNothing()
    {
        var trace = _directory["trace"];
        Shell.Run("cp", ["-r", TestCorpus.Trace("babeltrace/ctf-traces/succeed/sequence"), trace]).Expect();
        Refused("is not empty", trace);
        Refused("lies in the trace", Path.Combine(trace, "new"));
        Refused("cannot write here", "/proc/new");
        File.WriteAllText(Path.Combine(trace, "metadata"), "/* CTF 1.8 */ trace {");
        Refused("metadata:1:", _directory["new"]);

        void Refused(string expected, string output)
        {
            var existed = Directory.Exists(output);
            Assert.Contains(expected, Assert.Single(Shell.Braid("convert", "-o", output, trace).Expect(1).ErrorLines));
            Assert.Equal(existed, Directory.Exists(output));
        }
    }

    /// <summary>Ctrl-C and a termination: the status that shells expect, and no directory.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public void InterruptedLeavesNothing(int signal)
    {
        LongTrace.Write(_directory["long"]);
        var output = _directory["out"];
        var running = Shell.Start(Shell.BraidPath, ["convert", "-o", output, "--where", "1", _directory["long"]]);
        Shell.Until(() => Directory.Exists(output), "nothing is being converted");
        Shell.Signal(running.Process, signal);

        Assert.Equal("", Shell.End(running).Expect(128 + signal).Error);
        Assert.False(Directory.Exists(output));
    }

    private void SameEvents(string trace, params string[] options)
    {
        var expected = Shell.Braid(["view", .. options, trace]).Expect().Output;
        Assert.NotEqual("", expected);
        foreach (var format in new[] { "ctf-1.8", "ctf-2" })
        {
            var output = _directory[$"{format}-{Guid.NewGuid():n}"];
            Assert.Equal("", Shell.Braid(["convert", "-o", output, "--trace-format", format, .. options, trace]).Expect().Error);
            Assert.True(expected == Shell.Braid("view", output).Expect().Output, $"{string.Join(' ', options)} {trace} {format}");
            if (format == "ctf-1.8") SameText.Assert(output);
            Directory.Delete(output, recursive: true);
        }
    }
}
