using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Braid.Linux.Elf;
using Braid.Linux.Unwinding;

namespace Braid.Linux.Tests.Unwinding;

/// <summary>Tables of real libraries, row by row against readelf; broken ones.</summary>
public sealed partial class CallFrameTableTests
{
    [Theory]
    [InlineData("/bin/sh")]
    [InlineData("/bin/bash")]
    [InlineData("libSystem.Native.so")]
    public void RowsAreThoseOfReadelf(string path)
    {
        if (!Path.IsPathRooted(path)) path = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, path);
        using var handle = File.OpenHandle(path);
        var table = CallFrameTable.TryRead(ElfFile.TryOpen(handle, path)!)!;
        var (compared, functions) = (0, 0);
        foreach (var block in Tool.Run("readelf", "-W", "--debug-dump=frames-interp", path).Split("\n\n"))
        {
            if (Function().Match(block) is not { Success: true } function) continue;
            var (start, end) = (Number(function.Groups[1].Value), Number(function.Groups[2].Value));
            if (table.FunctionAt(start) is not var (ourStart, ourEnd) || ourStart != start) continue; // an entry that another one hides
            functions++;
            Assert.Equal(end, ourEnd);
            foreach (var line in Row().Matches(block).Cast<Match>())
            {
                if (line.Groups[2].Value == "exp") continue;
                Assert.True(table.TryFindRow(Number(line.Groups[1].Value), out var row));
                Assert.Equal((line.Groups[2].Value, long.Parse(line.Groups[3].Value, CultureInfo.InvariantCulture)), (Name(row.CfaRegister), row.CfaOffset));
                compared++;
            }
        }

        Assert.InRange(functions, table.Count * 9 / 10, table.Count);
        Assert.InRange(compared, functions, int.MaxValue);
    }

    /// <summary>Bytes anywhere in the two sections: a row, or none; nothing hangs.</summary>
    [Fact]
    public void AnyBytesGiveARowOrNone()
    {
        using var program = new CompiledProgram("#include <stdio.h>\nint f(int n) { return n < 2 ? n : f(n - 1) + printf(\"\"); }\nint main(int argc, char **argv) { return f(argc); }", "-O2");
        var original = File.ReadAllBytes(program.Path);
        ElfSection header, frames;
        using (var handle = File.OpenHandle(program.Path))
        {
            var file = ElfFile.TryOpen(handle, program.Path)!;
            (header, frames) = (file.FindSection(".eh_frame_hdr")!.Value, file.FindSection(".eh_frame")!.Value);
        }

        var seconds = int.Parse(Environment.GetEnvironmentVariable("BRAID_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var (random, found, rounds) = (new Random(seconds), 0, 0);
        var (from, to) = ((int)header.Offset, (int)(frames.Offset + frames.Size));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; rounds++)
        {
            var bytes = original.ToArray();
            for (var i = random.Next(1, 12); i > 0; i--) bytes[random.Next(from, to)] = (byte)random.Next(256);
            var path = $"{program.Path}.changed";
            File.WriteAllBytes(path, bytes);
            using var handle = File.OpenHandle(path);
            if (CallFrameTable.TryRead(ElfFile.TryOpen(handle, path)!) is not { } table) continue;
            var unwinder = new StackUnwinder(_ => (table, 0));
            var (stack, callers) = (new byte[512], new ulong[64]);
            random.NextBytes(stack);
            for (var address = header.Address - 0x1100; address < header.Address; address += 13)
            {
                if (table.TryFindRow(address, out _)) found++;
                var registers = default(UserRegisters);
                (registers[UserRegisters.InstructionPointer], registers[UserRegisters.StackPointer]) = (address, 0x7fff0000);
                Assert.InRange(unwinder.Unwind(registers, stack, callers), 1, callers.Length);
            }
        }

        Assert.InRange(found, rounds, int.MaxValue);
    }

    private static string Name(int register) => register < 8 ? new[] { "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp" }[register] : $"r{register}";

    private static ulong Number(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("FDE .*pc=([0-9a-f]+)\\.\\.([0-9a-f]+)")]
    private static partial Regex Function();

    [GeneratedRegex("(?m)^([0-9a-f]{16}) ([a-z0-9]+?)([+-][0-9]+|)\\s")]
    private static partial Regex Row();
}
