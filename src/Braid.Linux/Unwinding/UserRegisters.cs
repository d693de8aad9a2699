using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Braid.Linux.Unwinding;

/// <summary>The registers of x86-64 by their numbers in DWARF (System V ABI, "DWARF Register Number Mapping"): rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp, r8 to r15, and where to go on.</summary>
[InlineArray(Count)]
public struct UserRegisters
{
    /// <summary>How many there are.</summary>
    public const int Count = 17;

    /// <summary>The numbers that unwinding itself needs.</summary>
    public const int FramePointer = 6, StackPointer = 7, InstructionPointer = 16;

    private ulong _first;

    /// <summary>By DWARF's number, the place in what perf gives: rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, rip, r8 to r15.</summary>
    private static ReadOnlySpan<byte> PerfOrder => [0, 3, 2, 1, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 8];

    /// <summary>Takes the registers of <see cref="Perf.PerfRecord.Registers"/>.</summary>
    public static UserRegisters FromPerf(ReadOnlySpan<byte> registers)
    {
        var result = default(UserRegisters);
        for (var i = 0; i < Count; i++) result[i] = BinaryPrimitives.ReadUInt64LittleEndian(registers[(8 * PerfOrder[i])..]);
        return result;
    }
}
