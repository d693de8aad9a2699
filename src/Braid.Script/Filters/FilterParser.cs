using System.Globalization;

namespace Braid.Script.Filters;

/// <summary>
/// LTTng's filter language: <c>prev_tid == 12 &amp;&amp; msg == "x*"</c>. Operators from loosest to tightest: <c>||</c>;
/// <c>&amp;&amp;</c>; <c>== !=</c>; <c>&lt; &lt;= &gt; &gt;=</c>; <c>|</c>; <c>^</c>; <c>&amp;</c>; <c>&lt;&lt; &gt;&gt;</c>;
/// then <c>! - + ~</c>. Unlike C, <c>&amp; ^ |</c> bind tighter than comparisons, and there is no arithmetic.
/// </summary>
public ref struct FilterParser
{
    /// <summary>Nested parentheses and operators before an operand: enough for people, few enough for the stack.</summary>
    private const int DeepestNesting = 200;

    /// <summary>A chain such as <c>a || a || …</c> makes a tree as deep as it is long.</summary>
    private const int MostOperators = 4000;

    private static readonly Dictionary<string, (BinaryOperator Operator, int Strength)> s_binary = new()
    {
        ["||"] = (BinaryOperator.Or, 1),
        ["&&"] = (BinaryOperator.And, 2),
        ["=="] = (BinaryOperator.Equal, 3),
        ["!="] = (BinaryOperator.NotEqual, 3),
        ["<"] = (BinaryOperator.Less, 4),
        ["<="] = (BinaryOperator.LessOrEqual, 4),
        [">"] = (BinaryOperator.Greater, 4),
        [">="] = (BinaryOperator.GreaterOrEqual, 4),
        ["|"] = (BinaryOperator.BitOr, 5),
        ["^"] = (BinaryOperator.BitXor, 6),
        ["&"] = (BinaryOperator.BitAnd, 7),
        ["<<"] = (BinaryOperator.ShiftLeft, 8),
        [">>"] = (BinaryOperator.ShiftRight, 8),
    };

    private static readonly Dictionary<string, UnaryOperator> s_unary = new()
    {
        ["!"] = UnaryOperator.Not, ["-"] = UnaryOperator.Minus, ["+"] = UnaryOperator.Plus, ["~"] = UnaryOperator.Complement,
    };

    private FilterLexer _lexer;

    /// <summary>The token that is looked at and not yet taken.</summary>
    private FilterToken _token;

    private int _depth;
    private int _operators;

    private FilterParser(string source)
    {
        _lexer = new(source);
        _token = _lexer.Next();
    }

    /// <summary>Parses a filter and checks what can be checked before the types of fields are known.</summary>
    /// <exception cref="FilterException">It is none.</exception>
    public static FilterExpression Parse(string source)
    {
        var parser = new FilterParser(source);
        var filter = parser.Expression(0);
        if (parser._token.Kind != FilterTokenKind.End) throw parser.Unexpected("an operator");
        if (FilterTypes.Of(filter) == FilterType.Text) throw new FilterException(filter.Column, "a string alone is neither true nor false");
        return filter;
    }

    /// <summary>An expression whose operators bind tighter than <paramref name="strength"/>.</summary>
    private FilterExpression Expression(int strength)
    {
        var left = Operand();
        while (_token.Kind == FilterTokenKind.Operator && s_binary.TryGetValue(_token.Text, out var found) && found.Strength > strength)
        {
            if (++_operators > MostOperators) throw new FilterException(_token.Column, $"a filter has at most {MostOperators} operators");
            var column = Take().Column;
            left = new BinaryExpression(column, found.Operator, left, Expression(found.Strength));
            FilterTypes.Check((BinaryExpression)left);
        }

        return left;
    }

    private FilterExpression Operand()
    {
        if (++_depth > DeepestNesting) throw new FilterException(_token.Column, $"nested more than {DeepestNesting} deep");
        var token = Take();
        FilterExpression operand;
        switch (token.Kind)
        {
            case FilterTokenKind.Integer: operand = Integer(token); break;
            case FilterTokenKind.Real: operand = Real(token); break;
            case FilterTokenKind.Text: operand = new TextLiteral(token.Column, Glob.Parse(token.Text, token.Column + 1)); break;
            case FilterTokenKind.Name: operand = Field(token); break;
            case FilterTokenKind.Operator when s_unary.TryGetValue(token.Text, out var unary):
                operand = new UnaryExpression(token.Column, unary, Operand());
                FilterTypes.Check((UnaryExpression)operand);
                break;
            case FilterTokenKind.Operator when token.Text == "(":
                operand = Expression(0);
                Expect(")");
                break;
            default: throw new FilterException(token.Column, $"expected a value, found {token}");
        }

        _depth--;
        return operand;
    }

    private FieldReference Field(FilterToken token)
    {
        var root = token.Text switch
        {
            ['$', 'c', ..] => FieldRoot.Context,
            ['$', 'a', ..] => FieldRoot.Application,
            _ => FieldRoot.Payload,
        };
        var name = root == FieldRoot.Payload ? token.Text : token.Text[5..];
        if (name.Length == 0) throw new FilterException(token.Column, $"'{token.Text}' lacks the name of a context");
        if (root == FieldRoot.Application && name.Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
            throw new FilterException(token.Column, $"expected $app.PROVIDER:TYPE, found {token}");
        var path = new List<PathStep>();
        while (true)
        {
            if (_token.Is("."))
            {
                Take();
                if (_token.Kind != FilterTokenKind.Name || _token.Text[0] == '$') throw Unexpected("the name of a member");
                path.Add(new(Take().Text, 0));
            }
            else if (_token.Is("["))
            {
                Take();
                if (_token.Kind != FilterTokenKind.Integer) throw Unexpected("an index");
                path.Add(new(null, (ulong)Integer(Take()).Value));
                Expect("]");
            }
            else return new(token.Column, root, name, path);
        }
    }

    /// <summary>As in C: decimal, 0x hexadecimal, 0 octal; the suffixes u and l mean nothing.</summary>
    private static IntegerLiteral Integer(FilterToken token)
    {
        var digits = token.Text.TrimEnd('u', 'U', 'l', 'L');
        ulong value;
        bool isNumber;
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            isNumber = ulong.TryParse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        else if (digits is ['0', _, ..]) isNumber = TryOctal(digits, out value);
        else isNumber = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        return isNumber ? new(token.Column, (long)value) : throw new FilterException(token.Column, $"{token} is no integer of 64 bits");
    }

    private static bool TryOctal(string digits, out ulong value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value >> 61 != 0) return false;
            value = (value << 3) | (uint)(digit - '0');
        }

        return true;
    }

    private static RealLiteral Real(FilterToken token)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(token.Text, style, CultureInfo.InvariantCulture, out var value)
            ? new(token.Column, value)
            : throw new FilterException(token.Column, $"{token} is no number");
    }

    private FilterToken Take()
    {
        var token = _token;
        if (token.Kind != FilterTokenKind.End) _token = _lexer.Next();
        return token;
    }

    private void Expect(string text)
    {
        if (!_token.Is(text)) throw Unexpected($"'{text}'");
        Take();
    }

    private readonly FilterException Unexpected(string expected)
    {
        var isArithmetic = expected is "an operator" or "')'" && _token.Kind == FilterTokenKind.Operator && _token.Text is "+" or "-" or "*" or "/" or "%";
        return new(_token.Column, isArithmetic ? $"filters have no arithmetic: {_token}" : $"expected {expected}, found {_token}");
    }
}
