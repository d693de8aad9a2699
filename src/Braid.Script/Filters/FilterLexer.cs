namespace Braid.Script.Filters;

/// <summary>Cuts a filter into tokens.</summary>
internal ref struct FilterLexer(string source)
{
    private static readonly string[] s_operators =
        ["<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "!", "-", "+", "~", "&", "^", "|", "<", ">", "(", ")", "[", "]", ".", "*", "/", "%"];

    private readonly string _source = source;

    /// <summary>The first character that is in no token yet.</summary>
    private int _at;

    /// <exception cref="FilterException">No token starts here.</exception>
    public FilterToken Next()
    {
        while (_at < _source.Length && char.IsWhiteSpace(_source[_at])) _at++;
        var start = _at;
        if (_at == _source.Length) return Token(FilterTokenKind.End, start);
        var first = _source[_at];
        if (first == '"') return Text();
        if (first == '$') return Context();
        if (char.IsAsciiLetter(first) || first == '_') return Name(start, static c => IsNamePart(c));
        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < _source.Length && char.IsAsciiDigit(_source[_at + 1]))) return Number();
        foreach (var text in s_operators)
        {
            if (string.CompareOrdinal(_source, _at, text, 0, text.Length) != 0) continue;
            _at += text.Length;
            return Token(FilterTokenKind.Operator, start);
        }

        throw new FilterException(start + 1, first switch
        {
            '=' => "'=' is no operator; equality is '=='",
            '\'' => "strings stand in double quotes",
            _ => $"'{first}' is no part of a filter",
        });
    }

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private FilterToken Token(FilterTokenKind kind, int start) => new(kind, start + 1, _source[start.._at]);

    private FilterToken Text()
    {
        var start = _at++;
        for (; _at < _source.Length && _source[_at] != '"'; _at++)
        {
            if (_source[_at] == '\\') _at++;
        }

        if (_at >= _source.Length) throw new FilterException(start + 1, "the string has no closing quote");
        return new(FilterTokenKind.Text, start + 1, _source[(start + 1).._at++]);
    }

    /// <summary>Names of contexts may hold a colon: <c>$ctx.perf:thread:cycles</c>, <c>$app.provider:type</c>.</summary>
    private FilterToken Context()
    {
        var start = _at;
        if (string.CompareOrdinal(_source, _at, "$ctx.", 0, 5) != 0 && string.CompareOrdinal(_source, _at, "$app.", 0, 5) != 0)
            throw new FilterException(start + 1, "'$' starts $ctx.NAME or $app.PROVIDER:TYPE");
        _at += 5;
        return Name(start, static c => IsNamePart(c) || c == ':');
    }

    private FilterToken Name(int start, Func<char, bool> isPart)
    {
        while (_at < _source.Length && isPart(_source[_at])) _at++;
        return Token(FilterTokenKind.Name, start);
    }

    private FilterToken Number()
    {
        var start = _at;
        var isHex = _source[_at] == '0' && _at + 1 < _source.Length && (_source[_at + 1] | 0x20) == 'x';
        for (; _at < _source.Length; _at++)
        {
            var c = _source[_at];
            var isExponentSign = (c is '+' or '-') && !isHex && _at > start && (_source[_at - 1] is 'e' or 'E');
            if (!char.IsAsciiLetterOrDigit(c) && c != '.' && !isExponentSign) break;
        }

        var isReal = !isHex && _source.AsSpan(start, _at - start).IndexOfAny('.', 'e', 'E') >= 0;
        return Token(isReal ? FilterTokenKind.Real : FilterTokenKind.Integer, start);
    }
}
