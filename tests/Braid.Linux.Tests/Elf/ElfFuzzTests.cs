using System.Diagnostics;
using System.Globalization;
using Braid.Linux.Elf;
using Braid.Linux.Uprobes;

namespace Braid.Linux.Tests.Elf;

/// <summary>
/// Changes a program with symbols and USDT probes, and reads all there is of it, for the seconds of <c>BRAID_FUZZ_SECONDS</c>
/// (2 without it). Only an <see cref="InvalidDataException"/> that names the file, or the refusal of a probe, may come of it.
/// </summary>
public sealed class ElfFuzzTests(ITestOutputHelper output)
{
    private const string Source = """
        #include <sys/sdt.h>
        int main(int argc, char **argv) { DTRACE_PROBE2(app, step, argc, argv); return 0; }
        """;

    [Fact]
    public void AChangedFileIsReadOrRefused()
    {
        using var program = new CompiledProgram(Source);
        var original = File.ReadAllBytes(program.Path);
        using (var handle = File.OpenHandle(program.Path)) Assert.True(ReadAll(ElfFile.TryOpen(handle, program.Path)!) > 10);

        var seconds = int.Parse(Environment.GetEnvironmentVariable("BRAID_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var random = new Random(seconds);
        var tables = original.Length - (64 * 40);
        var (executions, refused) = (0, 0);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalSeconds < seconds; executions++)
        {
            var bytes = original.ToArray();
            for (var i = random.Next(1, 9); i > 0; i--)
            {
                var at = random.Next(3) switch { 0 => random.Next(0x400), 1 => random.Next(tables, bytes.Length), _ => random.Next(bytes.Length) };
                bytes[at] = random.Next(3) switch { 0 => 0, 1 => 0xff, _ => (byte)random.Next(256) };
            }

            var path = $"{program.Path}.changed";
            File.WriteAllBytes(path, random.Next(5) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using var handle = File.OpenHandle(path);
                if (ElfFile.TryOpen(handle, path) is { } file) ReadAll(file);
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith(path + ": ", e.Message);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }

        output.WriteLine($"{executions} executions, {refused} refused");
        Assert.InRange(refused, 1, executions - 1);
    }

    private static int ReadAll(ElfFile file)
    {
        var count = 0;
        ElfReader.Read(file);
        foreach (var symbol in ElfSymbols.Read(file))
        {
            count++;
            Examine(file, symbol.Address, symbol.Address + (symbol.Size / 2));
        }

        foreach (var probe in UsdtProbes.Read(file))
        {
            UsdtArguments.Parse(probe, file.Machine, static _ => 0);
            Examine(file, probe.Address, probe.Address);
        }

        return count;
    }

    private static void Examine(ElfFile file, ulong start, ulong address)
    {
        try
        {
            ProbeSite.Examine(file, start, address);
        }
        catch (NotSupportedException)
        {
            // No place for a probe: that is an answer.
        }
    }
}
