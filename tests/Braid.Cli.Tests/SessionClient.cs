using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>
/// An <c>lttng</c> with a session daemon and a home of its own: LTTng's, or Braid under that name. Its daemon ends with it.
/// </summary>
internal sealed partial class SessionClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>What only one of the two has to say: LTTng's timers and files, counts, and that a filter is wrong but not where.</summary>
    private static readonly string[] s_ownLines = ["error syntax error", "Parse error", "Switch timer:", "Read timer:", "Monitor timer:", "Trace file", "Output mode:", "Buffering scheme:", "Discarded events:", "Lost packets:", "Overwritten events:", "None"];

    private readonly TemporaryDirectory _directory = new();
    private readonly string _program;
    private readonly bool _isStock;

    private SessionClient(string program, bool isStock)
    {
        (_program, _isStock) = (program, isStock);
        Directory.CreateDirectory(Home);
    }

    /// <summary>Traces and settings are in here.</summary>
    public string Home => _directory["home"];

    /// <summary>Braid's daemon and its socket are in here.</summary>
    public string RunDirectory => _directory["run"];

    /// <summary>LTTng of the machine, with a daemon that knows no kernel.</summary>
    public static SessionClient Stock()
    {
        var client = new SessionClient("/usr/bin/lttng", isStock: true);
        client.Run("/usr/bin/lttng-sessiond", ["--daemonize", "--no-kernel"]).Expect();
        return client;
    }

    /// <summary>Braid called <c>lttng</c>; the first command starts its daemon.</summary>
    public static SessionClient Braid()
    {
        Shell.Braid("--version").Expect(); // builds it
        var client = new SessionClient("", isStock: false);
        File.CreateSymbolicLink(client._directory["lttng"], Path.Combine(Repository.Root, "artifacts", "braid", "braid"));
        return client;
    }

    /// <summary>Runs a command line, whose words are divided at spaces.</summary>
    public Finished Do(string words) => Do(words.Split(' '));

    public Finished Do(params string[] words) => Run(_isStock ? _program : _directory["lttng"], words);

    /// <summary>What a script could look at, without paths and times: the lines in order of the alphabet, as LTTng lists channels and sessions in no order.</summary>
    public string[] Said(Finished finished)
    {
        var lines = (finished.Output + finished.Error).Split('\n')
            .Select(line => Date().Replace(line.Replace(Home, "HOME", StringComparison.Ordinal), "-DATE"))
            .Select(static line => WhereFiltersAreWrong().Replace(Number().Replace(line, "  n) "), "bytecode (channel"))
            .Where(static line => line.Trim().Length > 0 && !line.StartsWith("Destroying session", StringComparison.Ordinal) && !s_ownLines.Any(own => line.Trim().StartsWith(own, StringComparison.Ordinal)));
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        StopDaemon();
        _directory.Dispose();
    }

    /// <summary>Ends the daemon in order; nothing when there is none.</summary>
    public void StopDaemon(int signal = 15)
    {
        if (DaemonPid() is not { } pid) return;
        using var daemon = Process.GetProcessById(pid);
        Shell.Signal(daemon, signal);
        Assert.True(daemon.WaitForExit(s_patience), "the daemon does not end");
    }

    /// <summary>The daemon that holds the lock of the run directory.</summary>
    public int? DaemonPid()
    {
        var path = _isStock ? "/var/run/lttng/lttng-sessiond.pid" : Path.Combine(RunDirectory, "daemon.pid"); // LTTng's, for root
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), out var pid) && Directory.Exists($"/proc/{pid}") ? pid : null;
    }

    private Finished Run(string program, IEnumerable<string> arguments) =>
        Shell.Run(program, arguments, ("LTTNG_HOME", Home), ("BRAID_RUNDIR", RunDirectory), ("LC_ALL", "C"));

    [GeneratedRegex(@"-\d{8}-\d{6}")]
    private static partial Regex Date();

    [GeneratedRegex(@"bytecode: .*\(channel")]
    private static partial Regex WhereFiltersAreWrong();

    [GeneratedRegex(@"^ +\d+\) ")]
    private static partial Regex Number();
}
