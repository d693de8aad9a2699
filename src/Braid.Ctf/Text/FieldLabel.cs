using System.Text;

namespace Braid.Ctf.Text;

/// <summary>What is printed before the value of a field: <c>, name = </c>.</summary>
internal sealed class FieldLabel
{
    private readonly string _name;
    private byte[]? _json;

    public FieldLabel(string name)
    {
        _name = name;
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

    /// <summary>The name as JSON has it before a value: <c>"name":</c>.</summary>
    public byte[] Json => _json ??= [.. Export.JsonText.Quote(_name), (byte)':'];
}
