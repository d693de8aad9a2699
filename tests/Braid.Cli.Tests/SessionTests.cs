using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Recording sessions: what they record, and what becomes of the daemon when something goes wrong.</summary>
public sealed class SessionTests : IDisposable
{
    private const int Kill = 9, Terminate = 15;

    private readonly SessionClient _braid = SessionClient.Braid();

    public void Dispose() => _braid.Dispose();

    private string Trace => Directory.GetDirectories(Path.Combine(_braid.Home, "lttng-traces")).Single();

    [Fact]
    public void ASessionRecordsProgramsAndTheKernelWhileItIsActive()
    {
        Do("create s", "enable-event -u app:tick --filter sequence<100", "enable-event -u app:empty", "enable-event -k sched_switch", "add-context -u -t procname");
        Tick("1", "1000");
        Do("start");
        Tick("1", "1000");
        Do("stop");
        Tick("1", "1000");
        Do("disable-event -u app:tick", "start");
        Tick("1", "1000");
        Do("enable-event -u app:tick --filter sequence>=950");
        Tick("1", "1000");
        Assert.Contains("Recording session s: [active]", _braid.Do("status").Expect().Output, StringComparison.Ordinal);
        Do("destroy");

        var lines = Babeltrace.Lines(Trace);
        var ticks = lines.Where(static l => l.Contains("app:tick", StringComparison.Ordinal)).ToList();
        Assert.Equal(Enumerable.Range(0, 100).Concat(Enumerable.Range(950, 50)), ticks.Select(static l => int.Parse(Regex.Match(l, @"sequence = (\d+)").Groups[1].Value)));
        Assert.All(ticks, static l => Assert.Contains("procname = \"Braid.Tracing.T\"", l, StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.Contains("sched_switch:", StringComparison.Ordinal));
    }

    [Fact]
    public void ASnapshotSessionKeepsWhatItsBuffersHold()
    {
        Do("create s --snapshot", "enable-event -u app:tick", "start");
        Tick("1", "1000");
        Do("destroy");
        Assert.Equal(1000, Babeltrace.Lines(Trace).Count(static l => l.Contains("app:tick", StringComparison.Ordinal)));
        Assert.StartsWith("snapshot-1-", Path.GetFileName(Directory.GetDirectories(Trace).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatASessionCannotHaveIsToldAndChangesNothing()
    {
        Do("create s", "enable-channel -u one");
        Refused("enable-channel -u two", "Channel two: a session has one channel per domain so far, and 'one' is there (session s)");
        Refused("enable-event -k nothing_like_it", null);
        Refused("create t -U net://localhost", "traces cannot be streamed yet (--live, net:// and tcp:// URLs); record into a directory");
        Refused("enable-event -j x", "--jul: Braid has no agents for logging libraries; .NET's loggers are recorded by 'braid record --dotnet'");
        Assert.DoesNotContain("two", _braid.Do("list s").Expect().Output, StringComparison.Ordinal);

        void Refused(string command, string? message)
        {
            var finished = _braid.Do(command);
            if (message is null) return; // what the kernel does not have is found when the session starts
            Assert.Equal(1, finished.ExitCode);
            Assert.Equal($"Error: {message}", finished.Error.TrimEnd());
        }
    }

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Kill)]
    public void WhatADaemonHasRecordedOutlivesIt(int signal)
    {
        Do("create s", "enable-event -u app:tick", "start");
        Tick("2", "1000");
        if (signal == Kill) Do("stop");
        _braid.StopDaemon(signal);
        Assert.Equal(2000, Babeltrace.Lines(Trace).Count(static l => l.Contains("app:tick", StringComparison.Ordinal)));

        // A new one, which knows nothing of the old one's sessions.
        Assert.Equal("Error: Session name not found", _braid.Do("start s").Expect(23).Error.TrimEnd());
        Do("create s2");
        Assert.Empty(Directory.GetFiles("/dev/shm", "braid*"));
        Assert.DoesNotContain(Directory.GetDirectories("/sys/kernel/tracing/instances"), static d => d.Contains("braid", StringComparison.Ordinal));
    }

    [Fact]
    public void GarbageAndHalfRequestsHarmNobody()
    {
        Do("create s");
        var socket = Path.Combine(_braid.RunDirectory, "control.sock");
        var random = new Random(1);
        var open = new List<Socket>();
        for (var i = 0; i < 400; i++)
        {
            var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(new UnixDomainSocketEndPoint(socket));
            var garbage = new byte[random.Next(1, 2000)];
            random.NextBytes(garbage);
            try
            {
                client.Send(i % 3 == 0 ? Encoding.ASCII.GetBytes("POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"home\"") : garbage);
            }
            catch (SocketException)
            {
                // More at once than it takes: it has closed this one.
            }

            if (i % 2 == 0) open.Add(client);
            else client.Dispose();
            if (open.Count == 100)
            {
                open.ForEach(static s => s.Dispose());
                open.Clear();
            }
        }

        open.ForEach(static s => s.Dispose());
        foreach (var (body, message) in (IEnumerable<(string, string)>)
        [
            ("{}", "missing required properties"), ("[", "JSON"), ("null", "null"), ("{\"home\":3}", "home"), ("{\"home\":\"/x\",\"kind\":\"Other\"}", "kind"),
            ("{\"home\":\"/x\",\"name\":\"a/b\"}", "Invalid character found in session name"), ("{\"home\":\"/x\",\"name\":\"s\"}", "Session name already exists"),
        ])
        {
            var answer = Shell.Run("curl", ["-s", "--unix-socket", socket, "http://braid/v1/sessions", "-d", body]).Expect().Output;
            Assert.Matches("^\\{\"code\":\"\\w+\",\"message\":\"", answer);
            Assert.Contains(message, answer, StringComparison.Ordinal);
        }

        Assert.Contains("1) s [inactive]", _braid.Do("list").Expect().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", File.ReadAllText(Path.Combine(_braid.RunDirectory, "daemon.log")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheRunDirectoryAndItsSocketAreTheUsersAlone()
    {
        Do("create s");
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(_braid.RunDirectory));
        Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(_braid.RunDirectory, "control.sock")));
        var second = Shell.Run(Path.Combine(Repository.Root, "artifacts", "braid", "braid"), ["daemon"], ("BRAID_RUNDIR", _braid.RunDirectory));
        Assert.EndsWith("daemon.lock: a session daemon is running", second.Expect(1).Error.TrimEnd(), StringComparison.Ordinal);
    }

    private void Do(params string[] commands)
    {
        foreach (var command in commands) _braid.Do(command).Expect();
    }

    private static void Tick(string threads, string count) => Shell.Run(TestApp.Path, ["ticks", threads, count]).Expect();
}
