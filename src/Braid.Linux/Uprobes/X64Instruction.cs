namespace Braid.Linux.Uprobes;

/// <summary>What the kernel does with instructions of x86-64 under a probe (arch/x86/kernel/uprobes.c), told from their bytes.</summary>
internal static class X64Instruction
{
    private const byte TwoBytes = 0x0f;

    /// <summary>Why the kernel never puts a probe on the instruction; null when it does.</summary>
    internal static string? Refusal(ReadOnlySpan<byte> bytes)
    {
        foreach (var prefix in Prefixes(bytes))
        {
            if (prefix is 0xf0) return "it has a lock prefix";
            if (prefix is 0x26 or 0x2e or 0x36 or 0x3e) return $"it has the prefix 0x{prefix:x}";
        }

        return Opcode(bytes) switch
        {
            [0xcc, ..] => "it is a breakpoint already",
            [0xcd or 0xce or 0xcf or 0xf1, ..] => "it is a software interrupt",
            [(>= 0x6c and <= 0x6f) or (>= 0xe4 and <= 0xe7) or (>= 0xec and <= 0xef), ..] => "it reads or writes a port",
            [0xf4 or 0xfa or 0xfb, ..] => "it is privileged",
            [0x9a or 0xea or 0xd6 or 0x60 or 0x61 or 0x82, ..] => "64-bit programs have no such instruction",
            [TwoBytes, 0x0b or 0xb9 or 0xff, ..] => "it ends the program",
            [TwoBytes, 0x06 or 0x07 or 0x08 or 0x09 or (>= 0x20 and <= 0x23) or 0x30 or 0x32 or 0x35, ..] => "it is privileged",
            _ => null,
        };
    }

    /// <summary>Whether the kernel does itself what the instruction does: calls, jumps, pushes of registers, and nops.</summary>
    internal static bool IsEmulated(ReadOnlySpan<byte> bytes)
    {
        var isWide = Prefixes(bytes).Contains((byte)0x66);
        return Opcode(bytes) switch
        {
            [0x90, ..] or [TwoBytes, 0x1f, ..] => true,
            [(>= 0x50 and <= 0x57) or (>= 0x70 and <= 0x7f) or 0xe8 or 0xe9 or 0xeb, ..] => !isWide,
            [TwoBytes, >= 0x80 and <= 0x8f, ..] => !isWide,
            _ => false,
        };
    }

    private static ReadOnlySpan<byte> Prefixes(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        while (count < bytes.Length && bytes[count] is 0xf0 or 0xf2 or 0xf3 or 0x26 or 0x2e or 0x36 or 0x3e or 0x64 or 0x65 or 0x66 or 0x67) count++;
        return bytes[..count];
    }

    /// <summary>What follows the prefixes and a REX.</summary>
    private static ReadOnlySpan<byte> Opcode(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Prefixes(bytes).Length..];
        return rest is [>= 0x40 and <= 0x4f, ..] ? rest[1..] : rest;
    }
}
