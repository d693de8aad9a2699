using System.CommandLine;
using Braid.Cli.Terminal;

namespace Braid.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        try
        {
            return Run(args);
        }
        catch (Exception e) when (Failure.Describe(e) is { } line)
        {
            Console.Error.WriteLine($"braid: {line}");
            return 1;
        }
    }

    private static int Run(string[] args)
    {
        var root = CommandLine.Create();
        var result = root.Parse(OptionalValues.Normalize(args), new ParserConfiguration { EnablePosixBundling = false });
        if (result.Errors.Count == 0) return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        var verbIsWrong = result.CommandResult.Command == root && result.UnmatchedTokens.Count > 0;
        throw new UserError(verbIsWrong ? $"'{result.UnmatchedTokens[0]}' is no verb of braid; see 'braid --help'" : result.Errors[0].Message);
    }
}
