namespace Braid.Ctf.Text;

/// <summary>The colours of babeltrace2 on a terminal: ECMA-48 control sequences.</summary>
internal static class TextColors
{
    public const string Bold = "\e[1m";
    public const string EventName = "\e[1m\e[1m\e[35m";
    public const string Reset = "\e[0m";

    public static ReadOnlySpan<byte> Value => "\e[1m"u8;

    public static ReadOnlySpan<byte> FieldName => "\e[36m"u8;

    public static ReadOnlySpan<byte> Time => "\e[1m\e[1m\e[33m"u8;

    public static ReadOnlySpan<byte> Unknown => "\e[1m\e[1m\e[31m"u8;

    public static ReadOnlySpan<byte> End => "\e[0m"u8;

    /// <summary>Appends <c>name = </c>, the name in bold when <paramref name="isColored"/>.</summary>
    public static void AppendLabel(TextBuffer text, ReadOnlySpan<byte> label, bool isColored)
    {
        if (isColored) text.Append(Value);
        text.Append(label[..label.IndexOf((byte)' ')]);
        if (isColored) text.Append(End);
        text.Append(label[label.IndexOf((byte)' ')..]);
    }
}
