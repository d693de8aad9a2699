namespace Braid.Ctf.Schema;

/// <summary>The base in which an integer is shown.</summary>
public enum DisplayBase
{
    /// <summary>Base 2.</summary>
    Binary = 2,

    /// <summary>Base 8.</summary>
    Octal = 8,

    /// <summary>Base 10.</summary>
    Decimal = 10,

    /// <summary>Base 16.</summary>
    Hexadecimal = 16,
}
