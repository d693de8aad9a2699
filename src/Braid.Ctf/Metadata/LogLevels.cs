using System.Globalization;

namespace Braid.Ctf.Metadata;

/// <summary>LTTng's log levels, 0 to 14, and the words that babeltrace2 uses for them in CTF 2 attributes and in text.</summary>
public static class LogLevels
{
    private static readonly string[] s_attributes =
    [
        "emergency", "alert", "critical", "error", "warning", "notice", "info", "debug:system", "debug:program", "debug:process",
        "debug:module", "debug:unit", "debug:function", "debug:line", "debug",
    ];

    private static readonly string[] s_texts =
    [
        "TRACE_EMERG", "TRACE_ALERT", "TRACE_CRIT", "TRACE_ERR", "TRACE_WARNING", "TRACE_NOTICE", "TRACE_INFO", "TRACE_DEBUG_SYSTEM",
        "TRACE_DEBUG_PROGRAM", "TRACE_DEBUG_PROCESS", "TRACE_DEBUG_MODULE", "TRACE_DEBUG_UNIT", "TRACE_DEBUG_FUNCTION",
        "TRACE_DEBUG_LINE", "TRACE_DEBUG",
    ];

    /// <summary>Whether there is such a level.</summary>
    public static bool IsKnown(int level) => (uint)level < s_texts.Length;

    /// <summary>For example <c>debug:line</c>.</summary>
    public static string Attribute(int level) => s_attributes[level];

    /// <summary>For example <c>TRACE_DEBUG_LINE</c>.</summary>
    public static string Text(int level) => s_texts[level];

    /// <summary>The level that a user names: <c>TRACE_INFO</c>, <c>INFO</c> or <c>6</c>, in any case.</summary>
    public static bool TryParse(string text, out int level)
    {
        level = Array.FindIndex(s_texts, known => known.Equals(text, StringComparison.OrdinalIgnoreCase) || known.AsSpan("TRACE_".Length).Equals(text, StringComparison.OrdinalIgnoreCase));
        return level >= 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out level) && IsKnown(level));
    }

    /// <summary>The level that an attribute names; null when it names none.</summary>
    public static int? FromAttribute(string attribute) => Array.IndexOf(s_attributes, attribute) is var level and >= 0 ? level : null;
}
