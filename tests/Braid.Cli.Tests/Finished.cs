namespace Braid.Cli.Tests;

/// <summary>What a program that has ended said.</summary>
internal sealed record Finished(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails with everything the program said unless it ended with <paramref name="exitCode"/>.</summary>
    public Finished Expect(int exitCode = 0)
    {
        Assert.True(ExitCode == exitCode, $"exit status {ExitCode}, expected {exitCode}\n--- stderr\n{Error}\n--- stdout\n{Output[..Math.Min(Output.Length, 4000)]}");
        return this;
    }
}
