namespace Braid.Linux.Formats;

/// <summary>One field line of a format file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The C type of a value or an element, without array brackets and storage, for example <c>const char *</c>.</param>
/// <param name="Offset">Bytes from the start of the record.</param>
/// <param name="Size">Bytes in the fixed part of the record; 4 for a location.</param>
/// <param name="IsSigned">As the kernel declares it; system call arguments are declared unsigned whatever their type.</param>
/// <param name="Storage">Where the values are.</param>
/// <param name="IsArray">True when the type has brackets.</param>
/// <param name="ElementSize">Bytes of a value or an element: 1, 2, 4 or 8; 0 when the type does not tell.</param>
public sealed record FormatField(
    string Name,
    string Type,
    int Offset,
    int Size,
    bool IsSigned,
    FieldStorage Storage,
    bool IsArray,
    int ElementSize)
{
    /// <summary>True for text: an array of <c>char</c>.</summary>
    public bool IsText => IsArray && Type is "char" or "const char";

    /// <summary>True for an address.</summary>
    public bool IsPointer => Type.Contains('*', StringComparison.Ordinal);

    /// <summary>The number of elements in place; 1 for a value.</summary>
    public int Count => IsArray && ElementSize > 0 ? Size / ElementSize : 1;
}
