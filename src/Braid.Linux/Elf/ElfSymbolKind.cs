namespace Braid.Linux.Elf;

/// <summary>What a symbol names; the values are those of st_info.</summary>
public enum ElfSymbolKind : byte
{
    /// <summary>It does not say: a label of assembly code, for example.</summary>
    None = 0,

    /// <summary>A variable.</summary>
    Object = 1,

    /// <summary>A function.</summary>
    Function = 2,

    /// <summary>A function that chooses, when a program is loaded, which other one is called by this name (STT_GNU_IFUNC).</summary>
    IndirectFunction = 10,
}
