using Braid.Linux.Elf;
using Iced.Intel;

namespace Braid.Linux.Uprobes;

/// <summary>
/// What is at a place where a probe is to stand. The kernel takes any byte of a file: a probe inside an instruction changes
/// the program, and one on an instruction that cannot be probed never fires, without a word. So the function is decoded from
/// its start, and the place must be met.
/// </summary>
/// <param name="Address">As linked; that of the probe.</param>
/// <param name="Cost">How the kernel goes on from there.</param>
/// <param name="Instruction">The instruction as people write it; for messages.</param>
public readonly record struct ProbeSite(ulong Address, ProbeCost Cost, string Instruction)
{
    /// <summary>The longest way that is decoded.</summary>
    private const int MaxFunction = 1 << 20;

    private const int LongestInstruction = 15;

    /// <summary>Examines <paramref name="address"/> in the function that begins at <paramref name="start"/>.</summary>
    /// <param name="file">The program or library.</param>
    /// <param name="start">An address, as linked, at which an instruction is known to begin.</param>
    /// <param name="address">At or after it.</param>
    /// <exception cref="NotSupportedException">No probe can stand there; the message says why.</exception>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public static ProbeSite Examine(ElfFile file, ulong start, ulong address)
    {
        if (file.SegmentOf(address) is not { IsExecutable: true }) throw new NotSupportedException($"0x{address:x} is not code");
        if (file.Machine == ElfFile.MachineArm64)
            return address % 4 == 0 ? new(address, ProbeCost.SingleStep, "") : throw new NotSupportedException($"0x{address:x} is inside an instruction");
        if (file.Machine != ElfFile.MachineX64) throw new NotSupportedException($"its machine is {file.Machine}: neither x86-64 (62) nor arm64 (183)");
        var distance = address - start;
        if (address < start || distance > MaxFunction) throw new NotSupportedException($"0x{address:x} is {distance} bytes after the start of its function, more than {MaxFunction}");
        var code = file.ReadMemory(start, (int)distance + LongestInstruction);
        var decoder = Decoder.Create(64, new ByteArrayCodeReader(code), start);
        while (true)
        {
            var instruction = decoder.Decode();
            if (instruction.IsInvalid) throw new NotSupportedException($"the bytes at 0x{instruction.IP:x} are no instruction");
            if (instruction.NextIP <= address) continue;
            var text = instruction.ToString();
            if (instruction.IP != address) throw new NotSupportedException($"0x{address:x} is inside the instruction '{text}', which begins at 0x{instruction.IP:x}; a probe there would change the program");
            var bytes = code.AsSpan((int)distance, instruction.Length);
            if (X64Instruction.Refusal(bytes) is { } reason) throw new NotSupportedException($"'{text}' at 0x{address:x} cannot be probed: {reason}");
            return new(address, X64Instruction.IsEmulated(bytes) ? ProbeCost.Trap : ProbeCost.SingleStep, text);
        }
    }

    /// <summary>
    /// The entry of a function for a probe: after an <c>endbr64</c>, which does nothing, and which the kernel single-steps.
    /// </summary>
    public static ulong Entry(ElfFile file, ulong start) =>
        file.Machine == ElfFile.MachineX64 && file.ReadMemory(start, 4) is [0xf3, 0x0f, 0x1e, 0xfa] ? start + 4 : start;
}
