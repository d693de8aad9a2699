using Braid.Cli.Verbs;

namespace Braid.Cli.Tests;

public sealed class VerbsPageTests
{
    [Fact]
    public void DocsVerbsIsWhatTheVerbsTake() =>
        Assert.Equal(VerbsPageVerb.Page(CommandLine.Create()), File.ReadAllText(Path.Combine(Repository.Root, "docs", "verbs.md")));

    [Fact]
    public void EveryVerbAndOptionIsDescribed()
    {
        foreach (var verb in CommandLine.Create().Subcommands)
        {
            Assert.False(string.IsNullOrEmpty(verb.Description), verb.Name);
            Assert.All(verb.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{verb.Name} {option.Name}"));
            Assert.All(verb.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), $"{verb.Name} {argument.Name}"));
        }
    }
}
