using System.Buffers;
using System.IO.Enumeration;

namespace Braid.Sessions.Recording;

/// <summary>Globs over <c>provider:event</c>.</summary>
public static class UserPattern
{
    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:.-*?");

    /// <summary>Refuses a pattern that no event name can match.</summary>
    /// <exception cref="RecordingException">Names the pattern.</exception>
    public static void Validate(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Length == 0 || pattern.AsSpan().ContainsAnyExcept(s_allowed))
                throw new RecordingException($"'{pattern}' is not a pattern of tracepoint names, such as shop:* or shop:order_?laced");
        }
    }

    /// <summary>What programs are told; docs/formats/ring.md.</summary>
    internal static IReadOnlyList<string> Rules(RecordingOptions options)
    {
        var level = options.UserLogLevel is { } limit ? $"{(limit.Exactly ? "==" : "<=")}{limit.Level} " : "";
        return [.. options.UserEvents.Select(pattern => level + pattern), .. options.UserExclusions.Select(static pattern => "!" + pattern)];
    }

    /// <summary>Tells whether <paramref name="name"/> matches: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
