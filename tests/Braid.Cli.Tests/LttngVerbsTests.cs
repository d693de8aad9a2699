using CsCheck;

namespace Braid.Cli.Tests;

/// <summary>
/// The verbs of sessions beside those of LTTng, command by command: what they print, on which stream, and their exit status.
/// LTTng's own daemon is the model.
/// </summary>
public sealed class LttngVerbsTests(ITestOutputHelper output)
{
    /// <summary>
    /// None makes exclusions: LTTng 2.13.9's daemon dies when it is to list them. None has a channel's name that is refused:
    /// from then on LTTng's session has a domain without channels.
    /// </summary>
    private static readonly string[] s_commands =
    [
        "create s1", "create s2", "create s2 --snapshot", "create s1 --no-output", "create a/b", "destroy", "destroy s1", "destroy s2", "set-session s1", "set-session s2",
        "list", "list s1", "list s2", "status", "start", "start s1", "stop", "stop s2",
        "enable-event -u a:b", "enable-event -u a:b,c:d", "enable-event -u a:*", "enable-event -u a:b -x a:x", "enable-event -u a:* --filter x>3",
        "enable-event -u c:* --filter x>", "enable-event -u -a", "enable-event -u a:b --loglevel=INFO", "enable-event -u q:* --loglevel-only=TRACE_ERR", "enable-event -u q:r --loglevel=NONE",
        "enable-event -u a:b -s s2", "enable-event a:b", "enable-event -u", "enable-event -u e:f -c channel0",
        "disable-event -u a:b", "disable-event -u -a", "disable-event -u none", "disable-event -u a:* -s s1",
        "add-context -u -t vpid", "add-context -u -t procname -t vpid", "add-context -u -t nope", "add-context -u -t vtid -s s2",
        "enable-channel -u channel0", "enable-channel -u channel0 --subbuf-size=5000 --num-subbuf=8", "enable-channel -u channel0 --overwrite", "enable-channel channel0",
        "disable-channel -u channel0", "disable-channel -u none", "disable-channel -u channel0,channel0",
    ];

    [Theory]
    [InlineData("create s1", "list", "list s1", "enable-event -u a:*", "enable-event -u a:*", "list s1", "start", "start", "list", "stop", "stop", "status", "destroy", "status", "list")]
    [InlineData("start", "create s2 --snapshot", "enable-event -u a:b,c:d", "add-context -u -t procname -t vpid", "add-context -u -t vpid", "status", "start", "add-context -u -t vtid", "list", "stop", "destroy s2", "destroy s2")]
    [InlineData("create s1 --no-output", "list s1", "enable-event -u a:b -x a:x", "enable-event -u a:* -x a:x,a:y", "enable-event -u b:* -x a:x", "enable-event -u a:* --filter x>3", "enable-event -u a:* --filter x>3", "start", "stop", "destroy")]
    [InlineData("create s1", "create s2", "create s1", "set-session s1", "enable-event -u a:b --loglevel=INFO", "enable-event -u q:* --loglevel-only=TRACE_ERR", "status", "disable-event -u a:b", "status", "disable-event -u none", "disable-event -u -a", "enable-event -u a:b --loglevel=INFO", "status", "destroy -a", "destroy -a")]
    [InlineData("create s1", "enable-channel -u channel0 --subbuf-size=5000 --num-subbuf=8", "enable-channel -u channel0", "status", "disable-channel -u channel0,channel0", "status", "enable-event -u e:f -c channel0", "enable-channel -u channel0", "start", "status", "enable-channel -u .bad", "destroy")]
    public void AnswersAreLttngs(params string[] commands)
    {
        using var stock = SessionClient.Stock();
        using var braid = SessionClient.Braid();
        foreach (var command in commands) Compare(stock, braid, command);
    }

    /// <summary>The seed of a failure is in its message; CsCheck then makes the sequence as short as it can.</summary>
    [Fact]
    public void AnswersToAnySequenceAreLttngs()
    {
        using var stock = SessionClient.Stock();
        using var braid = SessionClient.Braid();
        var (sequences, count) = (0, 0);
        Gen.Int[0, s_commands.Length - 1].Select(static i => s_commands[i]).Array[5, 25].Sample(commands =>
        {
            sequences++;
            var done = new List<string>();
            foreach (var command in (string[])["create s1", .. commands, "destroy -a"])
            {
                count++;
                done.Add(command);
                try
                {
                    Compare(stock, braid, command);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"after {string.Join("; ", done)}: {e.Message}", e);
                }
            }
        }, iter: int.TryParse(Environment.GetEnvironmentVariable("BRAID_SEQUENCES"), out var asked) ? asked : 20, threads: 1);
        output.WriteLine($"{sequences} sequences of {count} commands in all");
    }

    private static void Compare(SessionClient stock, SessionClient braid, string command)
    {
        var expected = stock.Do(command);
        var actual = braid.Do(command);

        // LTTng 2.13's client sends the rest of a command that is refused already, and may fail in that.
        const int brokenPipe = 128 + 13;
        if (expected.ExitCode == brokenPipe || expected.Error.Contains("Fatal error of the session daemon", StringComparison.Ordinal))
        {
            Assert.NotEqual(0, actual.ExitCode);
            return;
        }

        Assert.Equal([command, .. stock.Said(expected)], [command, .. braid.Said(actual)]);
        Assert.Equal((command, expected.ExitCode), (command, actual.ExitCode));
    }
}
