using System.Globalization;
using Braid.DotNet.Diagnostics;

namespace Braid.Sessions.Dotnet;

/// <summary>The notation of providers: that of <c>dotnet-trace --providers</c>.</summary>
public static class DotnetProviders
{
    /// <summary>The provider of the runtime itself, and what it is called for short.</summary>
    internal const string Runtime = "Microsoft-Windows-DotNETRuntime", ShortRuntime = "runtime";

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
    /// The runtime itself may be called <c>runtime</c>, and its keywords have names: <c>runtime:gc+typediagnostic</c>.
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
        var name = parts[0] == ShortRuntime ? Runtime : parts[0];
        var keywords = parts.Count > 1 && parts[1].Length > 0 ? Keywords(parts[1], name, item) : ulong.MaxValue;
        return new(name, keywords, parts.Count > 2 && parts[2].Length > 0 ? Level(parts[2], item) : 5, parts.Count > 3 ? parts[3] : "");
    }

    /// <summary>What is hexadecimal is a number, as <c>dotnet-trace</c> takes it: no keyword of the runtime is spelled with such digits alone.</summary>
    private static ulong Keywords(string text, string provider, string item)
    {
        var digits = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? text[2..] : text;
        if (ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var keywords)) return keywords;
        if (provider != Runtime) throw new FormatException($"'{text}' in '{item}' is no keywords: hexadecimal digits");
        foreach (var name in text.Split('+'))
        {
            keywords |= RuntimeKeywords.Find(name)
                ?? throw new FormatException($"'{name}' in '{item}' is no keyword of the runtime: hexadecimal digits, or {string.Join(", ", RuntimeKeywords.Names)}");
        }

        return keywords;
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
