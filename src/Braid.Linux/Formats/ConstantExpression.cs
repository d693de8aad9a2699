using System.Globalization;

namespace Braid.Linux.Formats;

/// <summary>
/// The constant expressions of C that print formats have for values: numbers with suffixes, parentheses, casts to integer
/// types, which are passed over, and <c>- ~ &lt;&lt; &gt;&gt; &amp; ^ | + -</c>, all in 64 bits.
/// </summary>
internal ref struct ConstantExpression
{
    private static readonly string[] s_operators = ["|", "^", "&", "<<", ">>", "+", "-"];

    /// <summary>How tightly each of them binds.</summary>
    private static readonly int[] s_strengths = [1, 2, 3, 4, 4, 5, 5];

    private ReadOnlySpan<char> _rest;

    private ConstantExpression(ReadOnlySpan<char> text) => _rest = text;

    /// <summary>Evaluates <paramref name="text"/>; false when it is none, or has a name that the kernel did not resolve.</summary>
    internal static bool TryEvaluate(ReadOnlySpan<char> text, out long value)
    {
        var expression = new ConstantExpression(text);
        return expression.TryTake(0, 0, out value) && expression._rest.IsWhiteSpace();
    }

    /// <summary>Takes what binds tighter than <paramref name="strength"/>.</summary>
    private bool TryTake(int strength, int depth, out long value)
    {
        if (!TryOperand(depth, out value)) return false;
        while (true)
        {
            _rest = _rest.TrimStart();
            var found = -1;
            for (var i = 0; i < s_operators.Length && found < 0; i++)
            {
                if (_rest.StartsWith(s_operators[i], StringComparison.Ordinal)) found = i;
            }

            if (found < 0 || s_strengths[found] <= strength) return true;
            _rest = _rest[s_operators[found].Length..];
            if (!TryTake(s_strengths[found], depth, out var right)) return false;
            value = s_operators[found] switch
            {
                "|" => value | right,
                "^" => value ^ right,
                "&" => value & right,
                "<<" => value << (int)right,
                ">>" => value >> (int)right,
                "+" => value + right,
                _ => value - right,
            };
        }
    }

    private bool TryOperand(int depth, out long value)
    {
        const int deepest = 32;
        value = 0;
        _rest = _rest.TrimStart();
        if (_rest.IsEmpty || depth > deepest) return false;
        var first = _rest[0];
        if (first is '-' or '~')
        {
            _rest = _rest[1..];
            if (!TryOperand(depth + 1, out value)) return false;
            value = first == '-' ? -value : ~value;
            return true;
        }

        if (first != '(') return TryNumber(out value);
        var close = _rest.IndexOf(')');
        if (close > 0 && IsType(_rest[1..close]))
        {
            _rest = _rest[(close + 1)..];
            return TryOperand(depth + 1, out value);
        }

        _rest = _rest[1..];
        if (!TryTake(0, depth + 1, out value)) return false;
        _rest = _rest.TrimStart();
        if (!_rest.StartsWith(")")) return false;
        _rest = _rest[1..];
        return true;
    }

    private static bool IsType(ReadOnlySpan<char> text) => CType.TryGet(text.Trim().ToString(), out _, out _);

    private bool TryNumber(out long value)
    {
        var isHexadecimal = _rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        if (isHexadecimal) _rest = _rest[2..];
        var length = 0;
        while (length < _rest.Length && (isHexadecimal ? char.IsAsciiHexDigit(_rest[length]) : char.IsAsciiDigit(_rest[length]))) length++;
        var digits = _rest[..length];
        while (length < _rest.Length && _rest[length] is 'u' or 'U' or 'l' or 'L') length++;
        _rest = _rest[length..];
        var isNumber = ulong.TryParse(digits, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var bits);
        value = (long)bits;
        return isNumber && (isHexadecimal || digits.Length == 1 || digits[0] != '0'); // no octal: print formats have none
    }
}
