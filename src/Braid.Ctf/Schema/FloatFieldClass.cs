namespace Braid.Ctf.Schema;

/// <summary>An IEEE 754 binary floating-point number of 16, 32, 64 or 128 bits.</summary>
public sealed class FloatFieldClass(int size, int alignment = 8) : FieldClass
{
    /// <inheritdoc/>
    public override int Alignment { get; } = alignment;

    /// <summary>Length in bits: 16, 32, 64 or 128.</summary>
    public int Size { get; } = size;

    /// <summary>The byte order of the value.</summary>
    public ByteOrder ByteOrder { get; init; } = ByteOrder.LittleEndian;
}
