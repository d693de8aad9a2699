using System.Buffers.Binary;

namespace Braid.Linux.Unwinding;

/// <summary>
/// Follows the callers of a sample of x86-64 through a copy of its stack. Code of files says in .eh_frame how it uses the
/// stack; code that a runtime has compiled is in no file, and keeps a frame pointer:
/// <code>
/// work+0x12 (no frame pointer)    CFA = rsp+24, return address at CFA-8       rsp → CFA, rip → [CFA-8]
/// Main (compiled by .NET)         no table: rbp is its frame                   rip → [rbp+8], rsp → rbp+16, rbp → [rbp]
/// </code>
/// Nothing is read but the copy; each caller's frame is above the one before, so it ends. One thread at a time.
/// </summary>
/// <param name="tableOf">The table of the file that is mapped at an address, and what to subtract from it; a null table for code without one.</param>
public sealed class StackUnwinder(Func<ulong, (CallFrameTable? Table, ulong Bias)> tableOf)
{
    /// <summary>Writes the addresses: the instruction, its caller, and so on.</summary>
    /// <param name="registers">Those of the sample.</param>
    /// <param name="stack">The stack from its pointer on.</param>
    /// <param name="callers">Gets the addresses, as many as fit.</param>
    /// <returns>How many there are.</returns>
    public int Unwind(UserRegisters registers, ReadOnlySpan<byte> stack, Span<ulong> callers)
    {
        var bottom = registers[UserRegisters.StackPointer];
        var count = 0;
        while (count < callers.Length && registers[UserRegisters.InstructionPointer] != 0)
        {
            callers[count] = registers[UserRegisters.InstructionPointer];
            var before = registers[UserRegisters.StackPointer];
            var place = count++ == 0 ? callers[0] : callers[count - 1] - 1; // a call may be the last instruction of its function
            var (table, bias) = tableOf(place);
            var found = table is not null && table.TryFindRow(place - bias, out var row) ? Step(ref registers, row, stack, bottom) : StepByFramePointer(ref registers, stack, bottom);
            if (!found || registers[UserRegisters.StackPointer] <= before) break;
        }

        return count;
    }

    private static bool Step(ref UserRegisters registers, in FrameRow row, ReadOnlySpan<byte> stack, ulong bottom)
    {
        if (row.HasCfaExpression || row.CfaRegister >= UserRegisters.Count) return false;
        var cfa = registers[row.CfaRegister] + (ulong)row.CfaOffset;
        var caller = registers;
        caller[UserRegisters.StackPointer] = cfa;
        for (var i = 0; i < UserRegisters.Count; i++)
        {
            var value = row.Value[i];
            switch (row.Rule[i])
            {
                case FrameRule.Same:
                    // The return address is never where it was.
                    if (i == UserRegisters.InstructionPointer) return false;
                    break;
                case FrameRule.AtOffset:
                    if (!TryRead(stack, cfa + (ulong)value - bottom, out var saved)) return false;
                    caller[i] = saved;
                    break;
                case FrameRule.IsOffset:
                    caller[i] = cfa + (ulong)value;
                    break;
                case FrameRule.InRegister:
                    if ((ulong)value >= UserRegisters.Count) return false;
                    caller[i] = registers[(int)value];
                    break;
                case FrameRule.Undefined or FrameRule.Expression:
                    if (i == UserRegisters.InstructionPointer) return false;
                    caller[i] = 0;
                    break;
            }
        }

        registers = caller;
        return true;
    }

    private static bool StepByFramePointer(ref UserRegisters registers, ReadOnlySpan<byte> stack, ulong bottom)
    {
        var frame = registers[UserRegisters.FramePointer];
        if (!TryRead(stack, frame - bottom, out var saved) || !TryRead(stack, frame + 8 - bottom, out var returnAddress)) return false;
        registers[UserRegisters.FramePointer] = saved;
        registers[UserRegisters.InstructionPointer] = returnAddress;
        registers[UserRegisters.StackPointer] = frame + 16;
        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> stack, ulong at, out ulong value)
    {
        var isThere = stack.Length >= 8 && at <= (ulong)(stack.Length - 8);
        value = isThere ? BinaryPrimitives.ReadUInt64LittleEndian(stack[(int)at..]) : 0;
        return isThere;
    }
}
