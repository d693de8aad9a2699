using System.Globalization;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Probes;

/// <summary>
/// Reads probes as the command line has them: LTTng's notation of a place, with a name before it and arguments after it.
/// <code>
/// [EVENT=][elf:]PATH:SYMBOL[+OFFSET][%return][(ARGUMENT, …)]     readline=/bin/bash:readline%return(line=retval:ustring)
/// [EVENT=][elf:]PATH:0xADDRESS…                                  /usr/bin/python3:0x4a20c0
/// [EVENT=]sdt:PATH:PROVIDER:NAME                                 sdt:/lib/x86_64-linux-gnu/libc.so.6:libc:setjmp
/// [EVENT=]SYMBOL[+OFFSET][%return][(ARGUMENT, …)]                (kernel) do_sys_openat2(name=arg2:ustring)
/// ARGUMENT = [NAME=]PLACE[:TYPE]      PLACE as the kernel has it: %di, +8(%si), @ADDRESS, $stack1, $comm; arg1…arg6; retval
/// </code>
/// </summary>
public static class ProbeNotation
{
    /// <summary>Reads a probe in a program.</summary>
    /// <exception cref="RecordingException">It is none; the message says what was expected.</exception>
    public static UserProbe User(string text)
    {
        var (name, rest) = SplitName(text);
        if (rest.StartsWith("sdt:", StringComparison.Ordinal))
        {
            var parts = SplitLast(rest[4..], 3);
            if (parts is not [var file, var provider, var probe] || file.Length * provider.Length * probe.Length == 0) throw Bad(text, "expected sdt:PATH:PROVIDER:NAME");
            return new(text, name, Checked(file, text), provider, probe, 0, IsReturn: false, []);
        }

        var (place, arguments) = SplitArguments(rest.StartsWith("elf:", StringComparison.Ordinal) ? rest[4..] : rest, text);
        if (SplitLast(place, 2) is not [var path, var where] || path.Length * where.Length == 0) throw Bad(text, "expected PATH:SYMBOL, elf:PATH:SYMBOL or sdt:PATH:PROVIDER:NAME");
        var (symbol, offset, isReturn) = Place(where, text);
        return new(text, name, Checked(path, text), null, symbol, offset, isReturn, arguments);
    }

    /// <summary>Reads a probe in the kernel.</summary>
    /// <exception cref="RecordingException">It is none; the message says what was expected.</exception>
    public static KernelProbe Kernel(string text)
    {
        var (name, rest) = SplitName(text);
        var (place, arguments) = SplitArguments(rest, text);
        var (symbol, offset, isReturn) = Place(place, text);
        return new(text, name, symbol, offset, isReturn, arguments);
    }

    internal static string DefaultName(string symbol, ulong offset, bool isReturn)
    {
        var place = symbol.Length == 0 ? FormattableString.Invariant($"0x{offset:x}") : offset == 0 ? symbol : FormattableString.Invariant($"{symbol}+{offset}");
        return isReturn ? $"{place}_return" : place;
    }

    private static (string? Name, string Place) SplitName(string text)
    {
        var end = text.IndexOf('=', StringComparison.Ordinal);
        return end > 0 && IsIdentifier(text.AsSpan(0, end)) ? (text[..end], text[(end + 1)..]) : (null, text);
    }

    /// <summary>Splits at the last colons into <paramref name="count"/> parts: a path may have some.</summary>
    private static string[] SplitLast(string text, int count)
    {
        var parts = text.Split(':');
        return parts.Length < count ? parts : [string.Join(':', parts[..^(count - 1)]), .. parts[^(count - 1)..]];
    }

    private static (string Symbol, ulong Offset, bool IsReturn) Place(string where, string text)
    {
        const string mark = "%return";
        var isReturn = where.EndsWith(mark, StringComparison.Ordinal);
        if (isReturn) where = where[..^mark.Length];
        if (where.StartsWith("0x", StringComparison.Ordinal)) return ("", Number(where, text), isReturn);
        var plus = where.LastIndexOf('+');
        var (symbol, offset) = plus < 0 ? (where, 0UL) : (where[..plus], Number(where[(plus + 1)..], text));
        if (symbol.Length == 0 || symbol.AsSpan().ContainsAny(" \t\n:=()%")) throw Bad(text, "expected the name of a function");
        if (isReturn && offset != 0) throw Bad(text, "a function returns as a whole: leave out the offset");
        return (symbol, offset, isReturn);
    }

    /// <summary>What is in the parentheses at the end.</summary>
    private static (string Place, ProbeArgument[] Arguments) SplitArguments(string rest, string text)
    {
        if (!rest.EndsWith(')')) return (rest, []);
        var (open, depth) = (rest.Length, 0);
        do
        {
            open--;
            depth += rest[open] switch { ')' => 1, '(' => -1, _ => 0 };
        }
        while (depth > 0 && open > 0);
        if (depth > 0) throw Bad(text, "a parenthesis is not opened");
        var arguments = rest[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (rest[..open], [.. arguments.Select((argument, i) => Argument(argument, i + 1, text))]);
    }

    private static ProbeArgument Argument(string argument, int number, string text)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? FormattableString.Invariant($"arg{number}") : argument[..equals];
        var rest = argument[(equals + 1)..];
        var colon = rest.LastIndexOf(':');
        var (place, type) = colon < 0 ? (rest, null) : (rest[..colon], rest[(colon + 1)..]);
        if (!IsIdentifier(name) || place.Length == 0 || type is "" || argument.AsSpan().ContainsAny(" \t\n")) throw Bad(text, $"'{argument}' is not [NAME=]PLACE[:TYPE]");
        return new(name, place, type);
    }

    private static bool IsIdentifier(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || char.IsAsciiDigit(text[0])) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return true;
    }

    private static ulong Number(string text, string whole)
    {
        var isHexadecimal = text.StartsWith("0x", StringComparison.Ordinal);
        return ulong.TryParse(isHexadecimal ? text.AsSpan(2) : text, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad(whole, $"'{text}' is no number");
    }

    private static string Checked(string path, string text) => path.AsSpan().ContainsAny('\n', '\0') ? throw Bad(text, "a path is on one line") : path;

    private static RecordingException Bad(string text, string what) => new($"probe '{text}': {what}");
}
