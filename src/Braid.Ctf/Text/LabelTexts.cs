using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Text;

/// <summary>The labels of an enumeration or the flags of a bit map as they are printed.</summary>
internal sealed class LabelTexts
{
    public LabelTexts(Field field)
    {
        var labels = field.Class switch
        {
            IntegerFieldClass integer => integer.Mappings,
            VariableLengthIntegerFieldClass integer => integer.Mappings,
            BitArrayFieldClass bits => bits.Flags,
            _ => [],
        };
        Labels = [.. labels.Select(static label => (Quote(label.Label), label.Ranges.ToArray()))];
    }

    public (byte[] Quoted, IntegerRange[] Ranges)[] Labels { get; }

    private static byte[] Quote(string label)
    {
        using var bytes = new MemoryStream();
        using (var text = new TextBuffer(bytes, TextBuffer.SmallSize))
        {
            StringText.Append(text, System.Text.Encoding.UTF8.GetBytes(label));
            text.Flush();
        }

        return bytes.ToArray();
    }
}
