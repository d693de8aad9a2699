using System.Text;
using Braid.Tracing.Rings;
using CsCheck;

namespace Braid.Tracing.Tests;

public sealed unsafe class Utf8TextTests
{
    [Fact]
    public void Text_is_what_the_encoder_makes_of_it_up_to_a_nul() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char[' ', '~'], 0, 600], Gen.String[Gen.Char['\0', '\u00ff'], 0, 40]).Sample(text =>
        {
            var end = text.IndexOf('\0');
            var expected = Encoding.UTF8.GetBytes(end < 0 ? text : text[..end]);
            Assert.Equal([.. expected, 0], Written(text));
        });

    [Fact]
    public void A_span_that_grows_in_bytes_meanwhile_is_cut()
    {
        var to = stackalloc byte[64];
        var end = Utf8Text.Write(to, "漢字漢字", room: 7);
        Assert.Equal(7, end - to); // two characters of three bytes, and the NUL
        Assert.Equal(0, to[6]);
    }

    private static byte[] Written(string text)
    {
        var size = TraceRecord.SizeOfText(text);
        var room = new byte[size + 8];
        room.AsSpan((int)size).Fill(0xAA);
        fixed (byte* to = room)
        {
            var end = Utf8Text.TryWriteAscii(to, text);
            if (end == null) end = Utf8Text.Write(to, text);
            Assert.True(room.AsSpan((int)size).IndexOfAnyExcept((byte)0xAA) < 0, "nothing is written beyond the size");
            return room[..(int)(end - to)];
        }
    }
}
