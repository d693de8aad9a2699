namespace Braid.Linux.Bpf;

/// <summary>Kinds of types, by their numbers in <c>include/uapi/linux/btf.h</c>.</summary>
public enum BtfKind
{
    /// <summary>void, which is no type in the file: id 0.</summary>
    None,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A pointer.</summary>
    Pointer,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A structure.</summary>
    Structure,

    /// <summary>A union.</summary>
    Union,

    /// <summary>An enumeration of 32 bits.</summary>
    Enumeration,

    /// <summary>A structure or union that is only declared.</summary>
    Forward,

    /// <summary>Another name.</summary>
    Typedef,

    /// <summary>volatile.</summary>
    Volatile,

    /// <summary>const.</summary>
    Const,

    /// <summary>restrict.</summary>
    Restrict,

    /// <summary>A function.</summary>
    Function,

    /// <summary>The type of a function.</summary>
    FunctionPrototype,

    /// <summary>A variable.</summary>
    Variable,

    /// <summary>The variables of a section.</summary>
    DataSection,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A mark of a declaration.</summary>
    DeclarationTag,

    /// <summary>A mark of a type.</summary>
    TypeTag,

    /// <summary>An enumeration of 64 bits.</summary>
    Enumeration64,
}
