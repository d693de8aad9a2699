using System.Runtime.CompilerServices;

namespace Braid.Linux.Unwinding;

/// <summary>The row of a table of call frames that is for one address (DWARF 5, 6.4.1).</summary>
internal struct FrameRow
{
    /// <summary>The canonical frame address, the stack pointer before the call, is this register plus <see cref="CfaOffset"/>.</summary>
    internal int CfaRegister;
    internal long CfaOffset;

    /// <summary>Whether an expression says what the canonical frame address is instead.</summary>
    internal bool HasCfaExpression;

    internal Rules Rule;
    internal Values Value;

    /// <summary>A rule for each register.</summary>
    [InlineArray(UserRegisters.Count)]
    internal struct Rules
    {
        private FrameRule _first;
    }

    /// <summary>The offset, or the number of the register, that the rule takes.</summary>
    [InlineArray(UserRegisters.Count)]
    internal struct Values
    {
        private long _first;
    }
}
