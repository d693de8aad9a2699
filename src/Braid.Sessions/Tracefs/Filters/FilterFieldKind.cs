namespace Braid.Sessions.Tracefs.Filters;

/// <summary>What a <see cref="FilterField"/> can be compared with.</summary>
internal enum FilterFieldKind
{
    /// <summary>Numbers.</summary>
    Integer,

    /// <summary>Texts.</summary>
    Text,

    /// <summary>Texts: what the address in the program's memory points to. Also numbers: the address.</summary>
    UserText,

    /// <summary>Bits, which the kernel has as letters.</summary>
    Rwbs,

    /// <summary>The CPU, of which tracefs knows no bits.</summary>
    Cpu,

    /// <summary>Nothing: the kernel cannot look at it.</summary>
    Unavailable,
}
