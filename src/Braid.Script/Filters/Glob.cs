using System.Text;

namespace Braid.Script.Filters;

/// <summary>
/// A text in which <c>*</c> stands for any bytes, none included. Matches UTF-8 without allocating: the ends are fixed, and
/// each part between two stars is taken where it occurs first, which leaves the most for those after it.
/// </summary>
public sealed class Glob : IEquatable<Glob>
{
    /// <summary>What stands between the stars; one part means that there is none.</summary>
    private readonly byte[][] _parts;

    private readonly string _source;

    private Glob(string source, byte[][] parts)
    {
        _source = source;
        _parts = parts;
    }

    /// <summary>
    /// Reads the inside of a string literal: the escapes of C, and <c>\*</c> for a star.
    /// </summary>
    /// <exception cref="FilterException">An escape is wrong; <paramref name="column"/> is that of the first character.</exception>
    public static Glob Parse(string source, int column = 1)
    {
        var parts = new List<byte[]>();
        var part = new List<byte>();
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '*')
            {
                parts.Add([.. part]);
                part.Clear();
            }
            else if (source[i] == '\\') part.Add(Escape(source, ref i, column));
            else
            {
                var length = i + 1 < source.Length && char.IsSurrogatePair(source[i], source[i + 1]) ? 2 : 1;
                part.AddRange(Encoding.UTF8.GetBytes(source.Substring(i, length)));
                i += length - 1;
            }
        }

        parts.Add([.. part]);
        return new(source, [.. parts]);
    }

    /// <summary>The bytes between the stars, in order; one part when there is no star.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Parts => Array.ConvertAll(_parts, static part => new ReadOnlyMemory<byte>(part));

    /// <summary>Whether it matches all of <paramref name="text"/>.</summary>
    public bool Matches(ReadOnlySpan<byte> text)
    {
        if (_parts.Length == 1) return text.SequenceEqual(_parts[0]);
        var (first, last) = (_parts[0], _parts[^1]);
        if (text.Length < first.Length + last.Length || !text.StartsWith(first) || !text.EndsWith(last)) return false;
        text = text[first.Length..^last.Length];
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = text.IndexOf(part);
            if (at < 0) return false;
            text = text[(at + part.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Glob? other) => other?._source == _source;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Glob);

    /// <inheritdoc/>
    public override int GetHashCode() => _source.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"\"{_source}\"";

    private static byte Escape(string source, ref int at, int column)
    {
        var start = at++;
        switch (at < source.Length ? source[at] : '\0')
        {
            case 'a': return (byte)'\a';
            case 'b': return (byte)'\b';
            case 'f': return (byte)'\f';
            case 'n': return (byte)'\n';
            case 'r': return (byte)'\r';
            case 't': return (byte)'\t';
            case 'v': return (byte)'\v';
            case 'x': return Number(source, ref at, start: at + 1, digits: 2, numberBase: 16, column);
            case >= '0' and <= '7': return Number(source, ref at, start: at, digits: 3, numberBase: 8, column);
            case '*' or '\\' or '"' or '\'' or '?': return (byte)source[at];
            default: throw new FilterException(column + start, $"'{source.AsSpan(start, Math.Min(2, source.Length - start))}' is no escape; a backslash is written \\\\");
        }
    }

    private static byte Number(string source, ref int at, int start, int digits, int numberBase, int column)
    {
        var value = 0;
        var end = start;
        for (; end < source.Length && end < start + digits && Digit(source[end]) < numberBase; end++) value = (value * numberBase) + Digit(source[end]);
        if (end == start || value > 255) throw new FilterException(column + at - 1, "an escape with a number is \\x and 1 or 2 hexadecimal digits, or up to 377 octal");
        at = end - 1;
        return (byte)value;

        static int Digit(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;
    }
}
