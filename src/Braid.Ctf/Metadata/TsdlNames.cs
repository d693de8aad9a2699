using System.Buffers;
using System.Collections.Frozen;

namespace Braid.Ctf.Metadata;

/// <summary>The words of TSDL (CTF 1.8.3, appendix C) and how names get past them.</summary>
internal static class TsdlNames
{
    public static readonly FrozenSet<string> Keywords = new[]
    {
        "align", "callsite", "char", "clock", "const", "double", "enum", "env", "event", "float", "floating_point", "int", "integer",
        "long", "short", "signed", "stream", "string", "struct", "trace", "typealias", "typedef", "unsigned", "variant", "void",
        "_Bool", "_Complex", "_Imaginary",
    }.ToFrozenSet();

    /// <summary>The keywords that make up C's types; one or several of them are a type's name.</summary>
    public static readonly FrozenSet<string> CTypeWords = new[]
    {
        "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "_Complex", "_Imaginary",
    }.ToFrozenSet();

    private static readonly SearchValues<char> s_letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    /// <summary>A name with the underscore that LTTng prepends; what an identifier cannot hold becomes an underscore.</summary>
    public static string Escape(string name) => "_" + Clean(name);

    /// <summary>A name of a header or context of packets: LTTng leaves these bare, so only clashing ones are escaped.</summary>
    public static string EscapeIfNeeded(string name) =>
        name.Length == 0 || name[0] is '_' or (>= '0' and <= '9') || Keywords.Contains(name) ? Escape(name) : Clean(name);

    /// <summary>An identifier that no reader strips: environment entries and clock names.</summary>
    public static string Identifier(string name) =>
        name.Length == 0 || name[0] is >= '0' and <= '9' || Keywords.Contains(name) ? Escape(name) : Clean(name);

    /// <summary>The name that a reader shows: without one leading underscore.</summary>
    public static string Unescape(string identifier) => identifier.Length > 1 && identifier[0] == '_' ? identifier[1..] : identifier;

    private static string Clean(string name) => name.AsSpan().ContainsAnyExcept(s_letters)
        ? string.Create(name.Length, name, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = s_letters.Contains(text[i]) ? text[i] : '_';
        })
        : name;
}
