using System.CommandLine;

namespace Braid.Cli.Verbs;

/// <summary><c>braid verbs-page</c>: docs/verbs.md, made from what the other verbs take. Not shown in the help.</summary>
internal static class VerbsPageVerb
{
    public static Command Create()
    {
        var verb = new Command("verbs-page", "Print docs/verbs.md.") { Hidden = true };
        verb.SetAction(_ => Console.Out.Write(Page(CommandLine.Create())));
        return verb;
    }

    /// <summary>The page for the verbs of <paramref name="root"/>.</summary>
    public static string Page(RootCommand root)
    {
        var page = new StringWriter { NewLine = "\n" };
        page.WriteLine("# Verbs");
        page.WriteLine();
        page.WriteLine("Made by `braid verbs-page > docs/verbs.md` from the command line's definition; a test compares.");
        page.WriteLine("Errors are one line on standard error, `braid: …`, and exit status 1.");
        foreach (var verb in root.Subcommands.Where(static v => !v.Hidden)) Write(page, verb);
        return page.ToString();
    }

    private static void Write(StringWriter page, Command verb)
    {
        page.WriteLine();
        page.WriteLine($"## braid {verb.Name}");
        page.WriteLine();
        page.WriteLine(verb.Description);
        page.WriteLine();
        page.WriteLine("| argument | |");
        page.WriteLine("|---|---|");
        foreach (var argument in verb.Arguments) Row(page, argument.Name, argument.Description);
        foreach (var option in verb.Options.Where(static o => !o.Hidden))
        {
            string[] names = [option.Name, .. option.Aliases.Where(alias => alias != option.Name)];
            Row(page, $"{string.Join(", ", names)}{(option.HelpName is { } value ? $" {value}" : "")}", option.Description);
        }
    }

    private static void Row(StringWriter page, string name, string? description) =>
        page.WriteLine($"| `{Escape(name)}` | {Escape(description ?? "")} |");

    /// <summary>A bar ends a cell.</summary>
    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
