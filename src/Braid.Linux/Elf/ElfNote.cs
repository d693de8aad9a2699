namespace Braid.Linux.Elf;

/// <summary>A note, in the buffer that it was read from.</summary>
internal readonly ref struct ElfNote(uint type, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
{
    /// <summary>What it tells; its meaning is the name's.</summary>
    internal readonly uint Type = type;

    /// <summary>Who defined it, with its NUL.</summary>
    internal readonly ReadOnlySpan<byte> Name = name;

    internal readonly ReadOnlySpan<byte> Content = content;
}
