using System.Globalization;
using Braid.DotNet.Diagnostics;

namespace Braid.Sessions.Dotnet;

/// <summary>The notation of providers: that of <c>dotnet-trace --providers</c>.</summary>
public static class DotnetProviders
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private static readonly string[] s_levels = ["logalways", "critical", "error", "warning", "informational", "verbose"];

    /// <summary>The word for <see cref="Default"/> in a list.</summary>
    public const string DefaultWord = "default";

    /// <summary>
    /// What is recorded when nothing is named. Of the runtime: collections, modules, compiled methods, contention, exceptions,
    /// threads and its pool, tiers. Of the framework and the program: activities and log lines.
    /// </summary>
    public static IReadOnlyList<ProviderRequest> Default { get; } =
    [
        new(Runtime, 0x1000_01_C0_19, 4),
        new("Microsoft-Diagnostics-DiagnosticSource", 0x2, 5, "FilterAndPayloadSpecs=\"[AS]*:-DisplayName;TraceId;SpanId;ParentSpanId;DurationTicks=Duration.Ticks\""),
        new("Microsoft-Extensions-Logging", 0x4, 5, "FilterSpecs=\"UseAppFilters;*:Information\""),
    ];

    /// <summary>Samples of the stacks of all managed threads, each millisecond.</summary>
    public static ProviderRequest Profiler { get; } = new("Microsoft-DotNETCore-SampleProfiler", 0xF000_0000_0000, 4);

    /// <summary>
    /// Reads <c>NAME[:KEYWORDS[:LEVEL[:ARGUMENTS]]]</c>, several separated by commas: keywords in hexadecimal, all without
    /// them; the level as a number from 0 to 5 or its name, verbose without it. What stands in double quotes is not divided.
    /// </summary>
    /// <exception cref="FormatException">The message tells the part that is wrong.</exception>
    public static IReadOnlyList<ProviderRequest> Parse(string list)
    {
        var providers = new List<ProviderRequest>();
        foreach (var item in Split(list, ',', int.MaxValue))
        {
            if (item == DefaultWord) providers.AddRange(Default);
            else providers.Add(ParseOne(item));
        }

        return providers;
    }

    private static ProviderRequest ParseOne(string item)
    {
        var parts = Split(item, ':', 4);
        if (parts[0].Length == 0) throw new FormatException($"'{item}' names no provider");
        var keywords = ulong.MaxValue;
        if (parts.Count > 1 && parts[1].Length > 0)
        {
            var digits = parts[1].StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? parts[1][2..] : parts[1];
            if (!ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keywords)) throw new FormatException($"'{parts[1]}' in '{item}' is no keywords: hexadecimal digits");
        }

        return new(parts[0], keywords, parts.Count > 2 && parts[2].Length > 0 ? Level(parts[2], item) : 5, parts.Count > 3 ? parts[3] : "");
    }

    private static int Level(string text, string item)
    {
        var level = Array.IndexOf(s_levels, text.ToLowerInvariant());
        if (level >= 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out level) && level < s_levels.Length)) return level;
        throw new FormatException($"'{text}' in '{item}' is no level: 0 to 5, or {string.Join(", ", s_levels)}");
    }

    private static List<string> Split(string text, char separator, int most)
    {
        var (parts, start, isQuoted) = (new List<string>(), 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') isQuoted = !isQuoted;
            if (text[i] != separator || isQuoted || parts.Count + 1 == most) continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }

        parts.Add(text[start..]);
        return parts;
    }
}
