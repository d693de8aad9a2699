namespace Braid.Cli.Tests;

/// <summary><c>braid view</c> against babeltrace2, byte by byte.</summary>
internal static class SameText
{
    /// <summary>Fails at the first line that differs.</summary>
    public static void Assert(string trace, params string[] options)
    {
        // A time zone with a history and a summer time.
        var theirs = Shell.Run("babeltrace2", [.. options, trace], ("TZ", "Europe/Zurich")).Expect();
        var ours = Shell.Run(Shell.BraidPath, ["view", .. options, trace], ("TZ", "Europe/Zurich")).Expect();
        Xunit.Assert.Equal(theirs.Error, ours.Error);
        if (theirs.Output == ours.Output) return;
        var (expected, actual) = (theirs.Output.Split('\n'), ours.Output.Split('\n'));
        var line = expected.Zip(actual).TakeWhile(p => p.First == p.Second).Count();
        Xunit.Assert.Fail($"line {line + 1} of {expected.Length} and {actual.Length}:\n{expected.ElementAtOrDefault(line)}\n{actual.ElementAtOrDefault(line)}");
    }
}
