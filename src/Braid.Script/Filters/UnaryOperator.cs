namespace Braid.Script.Filters;

/// <summary>An operator before its operand.</summary>
public enum UnaryOperator
{
    /// <summary><c>!</c>: 1 for 0, 0 for any other number.</summary>
    Not,

    /// <summary><c>-</c></summary>
    Minus,

    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>~</c>: all bits of an integer inverted.</summary>
    Complement,
}
