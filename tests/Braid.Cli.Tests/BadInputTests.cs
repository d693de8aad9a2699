namespace Braid.Cli.Tests;

/// <summary>Bad input gets one line, exit status 1, and leaves nothing behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("no kernel tracepoint matches 'no_such_event'", "-k", "no_such_event")]
    [InlineData("no kernel tracepoint matches ''", "-k", "")]
    [InlineData("no kernel tracepoint matches 'no_such'", "-k", "sched,no_such")]
    [InlineData("--kernel-filter: column 12: expected a value", "-k", "sched", "--kernel-filter", "next_tid ==")]
    [InlineData("--kernel-filter: column 10: the kernel's filters cannot compare one field with another", "-k", "sched_switch", "--kernel-filter", "next_tid == prev_tid")]
    [InlineData("--kernel-filter: none of the events has all fields of the filter, or it is never true", "-k", "sched", "--kernel-filter", "sector == 1")]
    [InlineData("--kernel-filter is for kernel events: add -k PATTERN or --syscalls", "-u", "*", "--kernel-filter", "a == 1")]
    [InlineData("--exclude-pid is for kernel events: add -k PATTERN or --syscalls", "-u", "*", "--exclude-pid", "1")]
    [InlineData("--tid excludes --pid and --exclude-pid", "-k", "sched", "--tid", "1", "-p", "1")]
    [InlineData("'1,x' is not a list of ids such as 4711,4712", "-k", "sched", "--tid", "1,x")]
    [InlineData("--plan tries for one second and starts nothing: leave COMMAND and --duration out", "-k", "sched", "--plan")]
    [InlineData("no system call matches 'opnat'", "--syscalls=read,opnat")]
    [InlineData("'5' is not a duration such as 500ms, 2s or 1m", "-k", "sched_switch", "--duration", "5")]
    [InlineData("'12Q' is not a size such as 64K or 16M", "-k", "sched_switch", "--buffer-size", "12Q")]
    [InlineData("'ctf-3' is not ctf-1.8 or ctf-2", "-k", "sched_switch", "--trace-format", "ctf-3")]
    [InlineData("'sundial' is not auto, tsc or mono", "-k", "sched_switch", "--clock", "sundial")]
    [InlineData("no process has the PID 999999999", "-k", "sched_switch", "-p", "999999999")]
    [InlineData("no-such-command: No such file or directory", "-u", "*", "--", "no-such-command")]
    [InlineData("'shop:[' is not a pattern", "-u", "shop:[")]
    [InlineData("'xyz' in 'A:xyz' is no keywords: hexadecimal digits", "--dotnet=A:xyz")]
    [InlineData("--dotnet-name, --dotnet-stacks and --dotnet-profile say what --dotnet records", "--dotnet-stacks")]
    [InlineData("--dotnet-name and --pid exclude each other", "--dotnet", "--dotnet-name", "x", "-p", "1")]
    public void Record(string expected, params string[] arguments)
    {
        var trace = _directory["trace"];
        var result = Shell.Braid(["record", "-o", trace, "--duration", "100ms", .. arguments]);
        if (arguments.Contains("--duration")) result = Shell.Braid(["record", "-o", trace, .. arguments]);

        result.Expect(1);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("braid: ", line);
        Assert.Contains(expected, line);
        Assert.False(Directory.Exists(trace));
    }

    [Fact]
    public void AFullDisk()
    {
        var mountPoint = _directory["disk"];
        Directory.CreateDirectory(mountPoint);
        Shell.Run("mount", ["-t", "tmpfs", "-o", "size=16k", "none", mountPoint]).Expect();
        try
        {
            File.WriteAllBytes(Path.Combine(mountPoint, "filler"), new byte[12 << 10]);
            var result = Shell.Braid("record", "-k", "sched_switch", "--duration", "100ms", "-o", Path.Combine(mountPoint, "trace"));
            result.Expect(1);
            Assert.Contains("No space left on device", Assert.Single(result.ErrorLines));
            Assert.Equal(["filler"], Directory.EnumerateFileSystemEntries(mountPoint).Select(Path.GetFileName));
        }
        finally
        {
            Shell.Run("umount", [mountPoint]).Expect();
        }
    }

    /// <summary>What was recorded until then is a good trace; the command is ended.</summary>
    [Fact]
    public void ADiskThatFillsUpWhileItRecords()
    {
        var mountPoint = _directory["disk"];
        var trace = Path.Combine(mountPoint, "trace");
        Directory.CreateDirectory(mountPoint);
        Shell.Run("mount", ["-t", "tmpfs", "-o", "size=3m", "none", mountPoint]).Expect();
        try
        {
            var result = Shell.Braid("record", "-u", "app:*", "-o", trace, "--", TestApp.Path, "ticks", "2", "1000000000").Expect(1);

            Assert.StartsWith("braid: No space left on device", Assert.Single(result.ErrorLines));
            Assert.NotEmpty(Shell.Run("babeltrace2", [trace]).Expect().Output);
        }
        finally
        {
            Shell.Run("umount", [mountPoint]).Expect();
        }
    }

    [Fact]
    public void ADirectoryThatMayNotBeWritten()
    {
        var result = Shell.Braid("record", "-k", "sched_switch", "--duration", "100ms", "-o", "/proc/braid-trace");
        result.Expect(1);
        Assert.StartsWith("braid: /proc/braid-trace: cannot write here", Assert.Single(result.ErrorLines));
    }

    [Fact]
    public void ADirectoryThatIsNotEmpty()
    {
        File.WriteAllText(_directory["precious"], "data");
        var result = Shell.Braid("record", "-k", "sched_switch", "--duration", "100ms", "-o", _directory.Path);
        result.Expect(1);
        Assert.Equal($"braid: {_directory.Path}: is not empty", Assert.Single(result.ErrorLines));
        Assert.Equal("data", File.ReadAllText(_directory["precious"]));
    }

    [Theory]
    [InlineData("/nowhere/at/all", "no such")]
    [InlineData("/etc/skel", "no CTF trace")]
    public void View(string path, string expected)
    {
        var result = Shell.Braid("view", path);
        result.Expect(1);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith($"braid: {path}", line);
        Assert.Contains(expected, line, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("--where: column 8: expected a value, found the end", "view", "--where", "tid == ")]
    [InlineData("--tid: 'x' is not a list of numbers", "view", "--tid", "x")]
    [InlineData("'/tmp/x' is not text, json, csv or collapsed; a path to write to goes after -w", "view", "--output", "/tmp/x")]
    [InlineData("--timerange: '1' is not BEGIN,END", "view", "-t", "1")]
    [InlineData("--timerange says both ends", "view", "-t", "1,2", "-b", "1")]
    [InlineData("'noon' is not a time", "view", "-b", "noon")]
    [InlineData("--clock-offset: '1.5' is not a whole number", "view", "--clock-offset", "1.5")]
    [InlineData("'-' is no trace", "view", "-")]
    [InlineData("'-' is no trace", "stat", "-")]
    [InlineData("'--output' is required", "convert")]
    [InlineData("a trace is a directory, which no pipe carries", "convert", "-o", "-")]
    [InlineData("there is no CTF trace", "stat")]
    [InlineData("there is no CTF trace", "metadata")]
    public void Readers(string expected, params string[] arguments)
    {
        var result = Shell.Braid(arguments[^1] == "-" && arguments.Length == 2 ? arguments : [.. arguments, _directory.Path]).Expect(1);
        var line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("braid: ", line);
        Assert.Contains(expected, line);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public void MetadataThatIsNone()
    {
        var file = _directory["metadata"];
        File.WriteAllText(file, "/* CTF 1.8 */ trace {");
        Assert.StartsWith($"braid: {file}:1:", Assert.Single(Shell.Braid("metadata", file).Expect(1).ErrorLines));
        var piped = Shell.Run("sh", ["-c", $"echo trace | {Shell.BraidPath} metadata -"]).Expect(1);
        Assert.StartsWith("braid: standard input:2:1: ", Assert.Single(piped.ErrorLines));
    }

    [Fact]
    public void AVerbThatDoesNotExist()
    {
        var result = Shell.Braid("recrod");
        result.Expect(1);
        Assert.Contains("'recrod'", Assert.Single(result.ErrorLines));
    }
}
