using System.Text;

namespace Braid.Ctf.Text;

/// <summary>What is printed before the value of a field: <c>, name = </c>.</summary>
internal sealed class FieldLabel
{
    public FieldLabel(string name)
    {
        var text = Encoding.UTF8.GetBytes($", {name} = ");
        Length = text.Length;
        IsShort = Length <= TextBuffer.LabelRoom;
        if (IsShort) Array.Resize(ref text, TextBuffer.LabelRoom);
        Bytes = text;
    }

    /// <summary>The text; padded to <see cref="TextBuffer.LabelRoom"/> when it is short.</summary>
    public byte[] Bytes { get; }

    public int Length { get; }

    public bool IsShort { get; }
}
