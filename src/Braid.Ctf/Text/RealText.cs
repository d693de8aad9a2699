using System.Globalization;

namespace Braid.Ctf.Text;

/// <summary>Numbers as C's <c>%g</c> prints them.</summary>
internal static class RealText
{
    private const int Digits = 6;

    private static ReadOnlySpan<double> Powers => [1e5, 1e4, 1e3, 1e2, 1e1, 1e0];

    /// <summary>
    /// The fast path for 1 &lt;= |value| &lt; 1,000,000: six digits are the value times a power of ten, rounded. The product is
    /// off by less than 1e-9, so unless it lies that close to a half, rounding it is exact; an exact half goes to the
    /// even digit as in C, the slow path decides the rest.
    /// </summary>
    public static bool TryFormatPlain(double value, Span<byte> target, out int written)
    {
        written = 0;
        var magnitude = Math.Abs(value);
        if (!(magnitude >= 1 && magnitude < 999_999)) return false;
        var exponent = magnitude >= 1e3 ? (magnitude >= 1e5 ? 5 : magnitude >= 1e4 ? 4 : 3) : magnitude >= 1e2 ? 2 : magnitude >= 10 ? 1 : 0;
        var scaled = magnitude * Powers[exponent];
        var digits = (long)scaled;
        var rest = scaled - digits;
        if (rest == 0.5 && Math.FusedMultiplyAdd(magnitude, Powers[exponent], -scaled) == 0) digits += digits & 1;
        else if (Math.Abs(rest - 0.5) < 1e-6) return false;
        else if (rest > 0.5) digits++;
        if (digits >= 1_000_000) return false;
        Span<byte> text = stackalloc byte[Digits];
        for (var i = Digits - 1; i >= 0; i--)
        {
            (digits, var digit) = Math.DivRem(digits, 10);
            text[i] = (byte)('0' + digit);
        }

        var significant = Digits;
        while (significant > exponent + 1 && text[significant - 1] == '0') significant--;
        if (value < 0) target[written++] = (byte)'-';
        written += Fixed(target[written..], text[..significant], exponent);
        return true;
    }

    /// <summary>Writes <paramref name="value"/> and returns the bytes written, at most 24.</summary>
    public static int Format(double value, Span<byte> target)
    {
        if (!double.IsFinite(value))
        {
            var word = double.IsNaN(value) ? (double.IsNegative(value) ? "-nan"u8 : "nan"u8) : value < 0 ? "-inf"u8 : "inf"u8;
            word.CopyTo(target);
            return word.Length;
        }

        // "E5" gives d.dddddE+xxx, correctly rounded.
        Span<byte> text = stackalloc byte[24];
        value.TryFormat(text, out var length, "E5", CultureInfo.InvariantCulture);
        var at = 0;
        var start = 0;
        if (text[0] == '-')
        {
            target[at++] = (byte)'-';
            start = 1;
        }

        Span<byte> digits = stackalloc byte[Digits];
        digits[0] = text[start];
        text.Slice(start + 2, Digits - 1).CopyTo(digits[1..]);
        var exponent = int.Parse(text[(start + Digits + 2)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var significant = Digits;
        while (significant > 1 && digits[significant - 1] == '0') significant--;
        return exponent is < -4 or >= Digits
            ? at + Scientific(target[at..], digits[..significant], exponent)
            : at + Fixed(target[at..], digits[..significant], exponent);
    }

    private static int Scientific(Span<byte> target, ReadOnlySpan<byte> digits, int exponent)
    {
        var at = 0;
        target[at++] = digits[0];
        if (digits.Length > 1)
        {
            target[at++] = (byte)'.';
            digits[1..].CopyTo(target[at..]);
            at += digits.Length - 1;
        }

        target[at++] = (byte)'e';
        target[at++] = (byte)(exponent < 0 ? '-' : '+');
        exponent = Math.Abs(exponent);
        if (exponent >= 100) target[at++] = (byte)('0' + (exponent / 100));
        target[at++] = (byte)('0' + (exponent / 10 % 10));
        target[at++] = (byte)('0' + (exponent % 10));
        return at;
    }

    private static int Fixed(Span<byte> target, ReadOnlySpan<byte> digits, int exponent)
    {
        var at = 0;
        if (exponent < 0)
        {
            target[at++] = (byte)'0';
            target[at++] = (byte)'.';
            for (var i = -1; i > exponent; i--) target[at++] = (byte)'0';
            digits.CopyTo(target[at..]);
            return at + digits.Length;
        }

        for (var i = 0; i < Math.Max(digits.Length, exponent + 1); i++)
        {
            if (i == exponent + 1) target[at++] = (byte)'.';
            target[at++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        return at;
    }
}
