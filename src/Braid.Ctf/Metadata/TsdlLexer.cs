using System.Globalization;
using System.Text;

namespace Braid.Ctf.Metadata;

/// <summary>Cuts TSDL text into tokens (CTF 1.8.3, appendix C.1).</summary>
internal sealed class TsdlLexer(string file, string text)
{
    private const string SingleMarks = "{}[]()<>;,.:=*+-";

    private static readonly string[] s_longMarks = ["...", ":=", "->"];
    private static readonly string[] s_singleMarks = [.. SingleMarks.Select(static mark => mark.ToString())];

    /// <summary>Tokens for which room is made at first.</summary>
    private const int FirstTokens = 1 << 17;

    /// <summary>The metadata of a tracer has a token for three characters and more.</summary>
    private readonly List<TsdlToken> _tokens = new(Math.Min(text.Length / 3, FirstTokens));

    /// <summary>Words and numbers are few and come again and again.</summary>
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _words = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Index of the next character.</summary>
    private int _next;

    /// <summary>Line of <see cref="_next"/>, from 1.</summary>
    private int _line = 1;

    /// <summary>Index of the first character of the line.</summary>
    private int _lineStart;

    public List<TsdlToken> Run()
    {
        while (true)
        {
            SkipSpaceAndComments();
            if (_next >= text.Length) break;
            var c = text[_next];
            if (char.IsAsciiLetter(c) || c == '_') Word();
            else if (char.IsAsciiDigit(c)) Number();
            else if (c is '"' or '\'' || (c == 'L' && Peek(1) is '"')) Literal(c);
            else Punctuation();
        }

        _tokens.Add(new(TsdlTokenKind.End, "", 0, _line, _next - _lineStart + 1));
        return _tokens;
    }

    /// <summary>The characters from <paramref name="start"/> to the next one.</summary>
    private string Text(int start)
    {
        var word = text.AsSpan(start, _next - start);
        if (_words.TryGetValue(word, out var known)) return known;
        var added = word.ToString();
        _words.Add(added);
        return added;
    }

    private static uint DigitOf(char hexadecimal) => (uint)(char.IsAsciiDigit(hexadecimal) ? hexadecimal - '0' : (hexadecimal | 0x20) - 'a' + 10);

    private char Peek(int distance) => _next + distance < text.Length ? text[_next + distance] : '\0';

    private void SkipSpaceAndComments()
    {
        while (_next < text.Length)
        {
            if (text[_next] == '\n') NewLine();
            else if (char.IsWhiteSpace(text[_next])) _next++;
            else if (text[_next] == '/' && Peek(1) == '*') BlockComment();
            else if (text[_next] == '/' && Peek(1) == '/')
            {
                var end = text.IndexOf('\n', _next);
                _next = end < 0 ? text.Length : end;
            }
            else return;
        }
    }

    private void BlockComment()
    {
        var end = text.IndexOf("*/", _next + 2, StringComparison.Ordinal);
        if (end < 0) throw Fault("a comment that '*/' ends");
        while (_next < end + 2)
        {
            if (text[_next] == '\n') NewLine();
            else _next++;
        }
    }

    private void NewLine()
    {
        _next++;
        _line++;
        _lineStart = _next;
    }

    private void Word()
    {
        var start = _next;
        while (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_') _next++;
        Add(TsdlTokenKind.Word, start, Text(start), 0);
    }

    private void Number()
    {
        var start = _next;
        var (radix, skip) = text[_next] != '0' ? (10, 0) : Peek(1) is 'x' or 'X' ? (16, 2) : Peek(1) is 'b' or 'B' ? (2, 2) : (8, 0);
        _next += skip;
        ulong value = 0;
        var digits = 0;
        for (; char.IsAsciiHexDigit(Peek(0)); digits++, _next++)
        {
            var digit = DigitOf(Peek(0));
            if (digit >= radix) throw Fault($"a digit of base {radix}");
            if (value > (ulong.MaxValue - digit) / (uint)radix) throw Fault("a number of at most 64 bits");
            value = (value * (uint)radix) + digit;
        }

        if (digits == 0) throw Fault("digits");
        while (Peek(0) is 'u' or 'U' or 'l' or 'L') _next++;
        if (char.IsAsciiLetterOrDigit(Peek(0)) || Peek(0) == '_') throw Fault("the end of a number");
        Add(TsdlTokenKind.Number, start, Text(start), value);
    }

    private void Literal(char quote)
    {
        var start = _next;
        _next++;
        var value = new StringBuilder();
        while (Peek(0) != quote)
        {
            if (_next >= text.Length || text[_next] is '\n' or '\0') throw Fault("the end of a string");
            if (text[_next] == '\\') value.Append(Escape());
            else value.Append(text[_next++]);
        }

        _next++;
        if (quote == '"') Add(TsdlTokenKind.Text, start, value.ToString().Split('\0')[0], 0);
        else if (value.Length == 1) Add(TsdlTokenKind.Number, start, value.ToString(), value[0]);
        else throw Fault("one character between apostrophes");
    }

    private string Escape()
    {
        var c = Peek(1);
        _next += 2;
        switch (c)
        {
            case 'a': return "\a";
            case 'b': return "\b";
            case 'f': return "\f";
            case 'n': return "\n";
            case 'r': return "\r";
            case 't': return "\t";
            case 'v': return "\v";
            case '\\' or '\'' or '"' or '?': return c.ToString();
            case 'x': return Character(16, 3);
            case 'u': return Character(16, 4);
            case 'U': return Character(16, 8);
            case >= '0' and <= '7':
                _next--;
                return Character(8, 3);
            default: throw Fault("an escape sequence of C");
        }
    }

    private string Character(int radix, int most)
    {
        uint value = 0;
        var digits = 0;
        for (; digits < most && char.IsAsciiHexDigit(Peek(0)); digits++, _next++)
        {
            var digit = DigitOf(Peek(0));
            if (digit >= radix) break;
            value = (value * (uint)radix) + digit;
        }

        if (digits == 0 || !Rune.TryCreate(value, out var rune)) throw Fault("the number of a character");
        return rune.ToString();
    }

    private void Punctuation()
    {
        foreach (var mark in s_longMarks)
        {
            if (text[_next] != mark[0] || string.CompareOrdinal(text, _next, mark, 0, mark.Length) != 0) continue;
            Add(TsdlTokenKind.Punctuation, _next, mark, 0);
            _next += mark.Length;
            return;
        }

        var single = SingleMarks.IndexOf(text[_next]);
        if (single >= 0)
        {
            Add(TsdlTokenKind.Punctuation, _next++, s_singleMarks[single], 0);
            return;
        }

        throw Fault(string.Create(CultureInfo.InvariantCulture, $"TSDL text, found the character U+{(int)text[_next]:X4}"));
    }

    private void Add(TsdlTokenKind kind, int start, string value, ulong number) =>
        _tokens.Add(new(kind, value, number, _line, start - _lineStart + 1));

    private CtfException Fault(string expected) => new(file, $"{_line}:{_next - _lineStart + 1}", $"expected {expected}");
}
