using System.Globalization;
using System.Text;
using Braid.Ctf.Text;
using CsCheck;

namespace Braid.Ctf.Tests;

/// <summary>Digits equal the runtime's own.</summary>
public sealed unsafe class DecimalTextTests
{
    /// <summary>Numbers of any length, and those beside powers of ten and of two.</summary>
    private static readonly Gen<ulong> s_numbers = Gen.OneOf(
        Gen.ULong,
        Gen.Select(Gen.ULong, Gen.Int[0, 63]).Select(static (value, shift) => value >> shift),
        Gen.Select(Gen.Int[0, 19], Gen.Int[-1, 1]).Select(static (power, step) => (ulong)((Int128)Math.Pow(10, power) + step)));

    [Fact]
    public void UnsignedAndSigned() => s_numbers.Sample(static value =>
    {
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), Text(at => DecimalText.Write(at, value)));
        Assert.Equal(((long)value).ToString(CultureInfo.InvariantCulture), Text(at => DecimalText.Write(at, (long)value)));
        Assert.Equal((-(long)value).ToString(CultureInfo.InvariantCulture), Text(at => DecimalText.Write(at, -(long)value)));
    });

    [Fact]
    public void Padded() => Gen.Select(s_numbers, Gen.Int[1, 20]).Sample(static (value, digits) =>
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0'), Text(at => DecimalText.WritePadded(at, value, digits))));

    [Fact]
    public void NineDigits() => Gen.UInt[0, 999_999_999].Sample(static value =>
        Assert.Equal(value.ToString("D9", CultureInfo.InvariantCulture), Text(at => DecimalText.WriteNine(at, value))));

    private delegate byte* Writer(byte* at);

    private static string Text(Writer write)
    {
        var room = stackalloc byte[32];
        return Encoding.ASCII.GetString(room, (int)(write(room) - room));
    }
}
