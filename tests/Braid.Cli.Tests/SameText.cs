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
        expected = Corrected(trace, expected, actual);
        var line = expected.Zip(actual).TakeWhile(p => p.First == p.Second).Count();
        if (line == expected.Length && line == actual.Length) return;
        Xunit.Assert.Fail($"line {line + 1} of {expected.Length} and {actual.Length}:\n{expected.ElementAtOrDefault(line)}\n{actual.ElementAtOrDefault(line)}");
    }

    /// <summary>
    /// Takes babeltrace2 2.0's fault out of <paramref name="theirs"/>: for an empty text it prints that of another event of the
    /// trace (docs/decisions/0030). System calls have empty texts, such as the path of fstat(2). What stands where
    /// <paramref name="ours"/> has nothing must be such a text, and all else of the line the same.
    /// </summary>
    public static string[] Corrected(string trace, string[] theirs, string[] ours)
    {
        var texts = new Lazy<HashSet<string>>(() => [.. Shell.Braid("view", trace).Expect().Output.Split('\n').SelectMany(static line => line.Split('"').Where(static (_, i) => i % 2 == 1))]);
        return [.. theirs.Select((line, i) => i < ours.Length && IsStale(line.Split('"'), ours[i].Split('"')) ? ours[i] : line)];

        bool IsStale(string[] expected, string[] actual) => expected.Length == actual.Length
            && expected.Zip(actual).Index().All(p => p.Item.First == p.Item.Second || (p.Index % 2 == 1 && p.Item.Second.Length == 0 && texts.Value.Contains(p.Item.First)));
    }
}
