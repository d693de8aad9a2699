using System.Globalization;
using Braid.Linux.Elf;

namespace Braid.Linux.Uprobes;

/// <summary>
/// Turns the arguments of a USDT probe into the kernel's notation (Documentation/trace/uprobetracer.rst). The compiler writes
/// each as SIZE@OPERAND, a negative size for a signed value, the operand as its assembler has it:
/// <code>
/// x86-64                                            arm64
/// -4@%edi                 %di:s32                   -4@x1             %x1:s32
/// 8@-16(%rbp)             -16(%bp):u64              8@[sp, 24]        +24(%sp):u64
/// 4@$7                    \7:u32                    4@7               \7:u32
/// -4@counter+4(%rip)      +DISTANCE(%ip):s32
/// </code>
/// Floating-point registers and scaled indexes have no words there: such arguments are left out, with the reason.
/// </summary>
public static class UsdtArguments
{
    private static readonly Dictionary<string, string> s_registers = Registers();

    /// <summary>The arguments of <paramref name="probe"/>, in order.</summary>
    /// <param name="probe">The probe.</param>
    /// <param name="machine">e_machine of its file.</param>
    /// <param name="addressOf">The address, as linked, of a variable; null when it is not known.</param>
    public static UsdtArgument[] Parse(UsdtProbe probe, ushort machine, Func<string, ulong?> addressOf) =>
        [.. Split(probe.Arguments).Select(text => Parse(text, probe.Address, machine, addressOf))];

    private static UsdtArgument Parse(string text, ulong at, ushort machine, Func<string, ulong?> addressOf)
    {
        var separator = text.IndexOf('@', StringComparison.Ordinal);
        if (separator < 0) return new(text, null, "it has no size");
        var operand = text[(separator + 1)..];
        if (!int.TryParse(text.AsSpan(0, separator), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var size) || size is not (1 or 2 or 4 or 8 or -1 or -2 or -4 or -8))
            return new(text, null, text.AsSpan(0, separator).Contains('f') ? "the kernel reads no floating-point registers" : "its size is not 1, 2, 4 or 8");
        var fetch = machine == ElfFile.MachineArm64 ? Arm64(operand) : X64(operand, at, addressOf);
        return fetch is null
            ? new(text, null, "the kernel has no words for where it is")
            : new(text, $"{fetch}:{(size < 0 ? 's' : 'u')}{Math.Abs(size) * 8}", null);
    }

    private static string? X64(string operand, ulong at, Func<string, ulong?> addressOf)
    {
        if (operand.StartsWith('$')) return Number(operand[1..]) is { } constant ? Invariant($@"\{constant}") : null;
        if (operand.StartsWith('%')) return s_registers.GetValueOrDefault(operand[1..]) is { } register ? $"%{register}" : null;
        var open = operand.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !operand.EndsWith(')')) return null;
        var (displacement, inside) = (operand[..open], operand[(open + 1)..^1]);
        if (inside == "%rip") return Target(displacement, addressOf) is { } target ? Invariant($"{(long)(target - at):+0;-0;+0}(%ip)") : null;
        if (!inside.StartsWith('%') || s_registers.GetValueOrDefault(inside[1..]) is not { } register64) return null;
        return (displacement.Length == 0 ? 0 : Number(displacement)) is { } offset ? Invariant($"{offset:+0;-0;+0}(%{register64})") : null;
    }

    private static string? Arm64(string operand)
    {
        if (!operand.StartsWith('[')) return IsArm64Register(operand) ? $"%{operand}" : Number(operand) is { } constant ? Invariant($@"\{constant}") : null;
        if (!operand.EndsWith(']')) return null;
        var parts = operand[1..^1].Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > 2 || !IsArm64Register(parts[0])) return null;
        return (parts.Length == 1 ? 0 : Number(parts[1].TrimStart('#'))) is { } offset ? Invariant($"{offset:+0;-0;+0}(%{parts[0]})") : null;
    }

    private static bool IsArm64Register(string name) => name is "sp" || (name is ['x', ..] && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 31);

    /// <summary>NAME, NAME+N or NAME-N.</summary>
    private static ulong? Target(string text, Func<string, ulong?> addressOf)
    {
        var sign = text.LastIndexOfAny(['+', '-']);
        var offset = sign <= 0 ? 0 : Number(text[sign..].TrimStart('+'));
        return addressOf(sign <= 0 ? text : text[..sign]) is { } address && offset is { } distance ? address + (ulong)distance : null;
    }

    private static long? Number(string text)
    {
        var isNegative = text.StartsWith('-');
        var digits = text.AsSpan(isNegative ? 1 : 0);
        var isHexadecimal = digits.StartsWith("0x", StringComparison.Ordinal);
        return long.TryParse(isHexadecimal ? digits[2..] : digits, isHexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? isNegative ? -number : number
            : null;
    }

    /// <summary>Arguments are separated by spaces; those in brackets belong to one.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : ' ';
            if (c is '(' or '[') depth++;
            else if (c is ')' or ']') depth--;
            else if (c == ' ' && (depth <= 0 || i == text.Length))
            {
                if (i > start) yield return text[start..i];
                start = i + 1;
            }
        }
    }

    /// <summary>The kernel's name of each register that holds a value in its lowest bits.</summary>
    private static Dictionary<string, string> Registers()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var letter in "abcd") Add($"{letter}x", $"r{letter}x", $"e{letter}x", $"{letter}x", $"{letter}l");
        foreach (var name in new[] { "si", "di", "bp", "sp" }) Add(name, $"r{name}", $"e{name}", name, $"{name}l");
        for (var i = 8; i < 16; i++) Add($"r{i}", $"r{i}", $"r{i}d", $"r{i}w", $"r{i}b");
        return names;

        void Add(string kernel, params ReadOnlySpan<string> assembler)
        {
            foreach (var name in assembler) names.Add(name, kernel);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
