using System.CommandLine;
using Braid.Ctf.Schema;

namespace Braid.Cli.Verbs;

/// <summary>Options with a notation of their own: what does not read is an error that names the option and what it takes.</summary>
internal static class ValueOption
{
    public delegate bool TryParse<T>(string text, out T value);

    /// <summary>An option that <paramref name="parse"/> reads; <paramref name="expected"/> ends the sentence "'x' is not".</summary>
    public static Option<T?> Create<T>(string name, string helpName, string description, string expected, TryParse<T?> parse, params string[] aliases) =>
        new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (parse(text, out var value)) return value;
                result.AddError($"{name}: '{text}' is not {expected}");
                return default;
            },
        };

    /// <summary>An option that takes one of some words; the first, which stands for the default of its type, when it is left out.</summary>
    public static Option<T> Choice<T>(string name, string helpName, string description, (string Word, T Value)[] choices, string hint = "", params string[] aliases)
        where T : struct, Enum
    {
        var words = string.Join(", ", choices[..^1].Select(static choice => choice.Word));
        return Create<T>(name, helpName, description, $"{words} or {choices[^1].Word}{hint}", (text, out value) =>
        {
            var index = Array.FindIndex(choices, choice => choice.Word == text);
            value = index < 0 ? default : choices[index].Value;
            return index >= 0;
        }, aliases);
    }

    /// <summary>The version of the format to write.</summary>
    public static Option<CtfVersion> TraceFormat() =>
        Choice("--trace-format", "FORMAT", "ctf-1.8 (default) or ctf-2.", [("ctf-1.8", CtfVersion.Ctf18), ("ctf-2", CtfVersion.Ctf2)]);
}
