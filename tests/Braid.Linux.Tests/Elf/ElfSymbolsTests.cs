using System.Globalization;
using Braid.Linux.Elf;

namespace Braid.Linux.Tests.Elf;

/// <summary>Symbols, USDT probes and places of real files, against nm and readelf.</summary>
public sealed class ElfSymbolsTests
{
    private const string Source = """
        #define _SDT_HAS_SEMAPHORES 1
        #include <sys/sdt.h>
        unsigned short app_step_semaphore __attribute__((section(".probes"))), other_plain_semaphore __attribute__((section(".probes")));
        int main(int argc, char **argv) { DTRACE_PROBE2(app, step, argc, argv); DTRACE_PROBE(other, plain); return 0; }
        """;

    [Theory]
    [InlineData("/bin/bash", "-D")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6", "-D")]
    [InlineData("program", "")]
    public void SymbolsAreThoseOfNm(string path, string option)
    {
        using var program = path == "program" ? new CompiledProgram("#include <sys/sdt.h>\nint main(void) { return 0; }") : null;
        path = program?.Path ?? path;
        string[] arguments = ["--defined-only", "--without-symbol-versions", .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries), path];
        var expected = Tool.Run("nm", arguments).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
            .Where(static words => words[1] is "T" or "t" or "W" or "i").Select(static words => (Address(words[0]), words[2])).Distinct().Order().ToList();

        using var handle = File.OpenHandle(path);
        var file = ElfFile.TryOpen(handle, path)!;
        var known = ElfSymbols.Read(file).Select(static s => (s.Address, s.Name)).ToHashSet();
        Assert.NotEmpty(expected);
        Assert.Subset(known, expected.ToHashSet());
        Assert.All(ElfSymbols.Read(file).Where(static s => s.Kind == ElfSymbolKind.Function), s => Assert.Equal(s.Address, file.AddressOf(file.OffsetOf(s.Address)!.Value)));
    }

    [Fact]
    public void UsdtProbesAreThoseOfReadelf()
    {
        using var program = new CompiledProgram(Source);
        using var handle = File.OpenHandle(program.Path);
        var file = ElfFile.TryOpen(handle, program.Path)!;
        var text = Tool.Run("readelf", "-n", program.Path);
        var probes = UsdtProbes.Read(file);

        Assert.Equal(["app:step", "other:plain"], probes.Select(static p => $"{p.Provider}:{p.Name}"));
        foreach (var probe in probes)
        {
            Assert.Contains($"Location: 0x{probe.Address:x16}, Base:", text);
            Assert.Contains($"Semaphore: 0x{probe.Semaphore:x16}", text);
            Assert.Contains($"Arguments: {probe.Arguments}", text);
            Assert.Equal([0x90], file.ReadMemory(probe.Address, 1));
        }

        Assert.True(probes[0].Semaphore != 0 && file.OffsetOf(probes[0].Semaphore) is not null);
    }

    [Fact]
    public void SymbolsThatWereMovedToAnotherFileAreFound()
    {
        using var program = new CompiledProgram(Source, "-g", "-Wl,--build-id=none");
        Tool.Run("objcopy", "--only-keep-debug", program.Path, $"{program.Path}.debug");
        Tool.Run("strip", program.Path);
        Tool.Run("objcopy", $"--add-gnu-debuglink={program.Path}.debug", program.Path);
        Assert.Equal($"{program.Path}.debug", Find());

        File.AppendAllText($"{program.Path}.debug", "another build");
        Assert.Null(Find());

        string? Find()
        {
            using var handle = File.OpenHandle(program.Path);
            return DebugFile.Find(program.Path, ElfReader.TryRead(handle, program.Path)!);
        }
    }

    private static ulong Address(string text) => ulong.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
