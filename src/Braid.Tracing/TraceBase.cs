namespace Braid.Tracing;

/// <summary>In which base readers show an integer.</summary>
public enum TraceBase : byte
{
    /// <summary>Base 10.</summary>
    Decimal = 0,

    /// <summary>Base 16.</summary>
    Hexadecimal = 1,

    /// <summary>Base 8.</summary>
    Octal = 2,

    /// <summary>Base 2.</summary>
    Binary = 3,
}
