using System.Buffers.Binary;
using Braid.Linux.Elf;
using Braid.Linux.Uprobes;

namespace Braid.Linux.Tests.Uprobes;

/// <summary>Places in code whose bytes are known.</summary>
public sealed class ProbeSiteTests : IDisposable
{
    private const ulong Start = 0x401000;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("55 4889e5", 0, ProbeCost.Trap)] // push rbp
    [InlineData("4157 c3", 0, ProbeCost.Trap)] // push r15
    [InlineData("90", 0, ProbeCost.Trap)]
    [InlineData("0f1f440000", 0, ProbeCost.Trap)]
    [InlineData("e800000000", 0, ProbeCost.Trap)]
    [InlineData("7402 90 c3", 0, ProbeCost.Trap)] // je
    [InlineData("f30f1efa 55", 0, ProbeCost.SingleStep)] // endbr64
    [InlineData("f30f1efa 55", 4, ProbeCost.Trap)]
    [InlineData("4883ec08 c3", 0, ProbeCost.SingleStep)] // sub rsp, 8
    [InlineData("4883ec08 c3", 4, ProbeCost.SingleStep)] // ret
    public void InstructionsHaveACost(string code, int offset, ProbeCost cost)
    {
        using var file = Open(code, out var elf);
        Assert.Equal(cost, ProbeSite.Examine(elf, Start, Start + (ulong)offset).Cost);
    }

    [Theory]
    [InlineData("4883ec08 c3", 3, "0x401003 is inside the instruction 'sub rsp,8', which begins at 0x401000; a probe there would change the program")]
    [InlineData("f0480fb10f", 0, "it has a lock prefix")]
    [InlineData("662e0f1f840000000000", 0, "it has the prefix 0x2e")]
    [InlineData("cc", 0, "it is a breakpoint already")]
    [InlineData("90 f4", 1, "it is privileged")]
    [InlineData("90 0f0b", 1, "it ends the program")]
    [InlineData("06 90", 1, "the bytes at 0x401000 are no instruction")]
    [InlineData("90", 4096, "0x402000 is not code")]
    public void WhereNoneCanStandIsTold(string code, int offset, string expected)
    {
        using var file = Open(code, out var elf);
        Assert.Contains(expected, Assert.Throws<NotSupportedException>(() => ProbeSite.Examine(elf, Start, Start + (ulong)offset)).Message);
    }

    [Theory]
    [InlineData("f30f1efa 55", 4)]
    [InlineData("55 f30f1efa", 0)]
    public void AnEndbrIsPassedOver(string code, int offset)
    {
        using var file = Open(code, out var elf);
        Assert.Equal(Start + (ulong)offset, ProbeSite.Entry(elf, Start));
    }

    /// <summary>A program of one executable segment that holds the code.</summary>
    private IDisposable Open(string code, out ElfFile elf)
    {
        const int headers = 64 + 56;
        var bytes = new byte[headers + 64];
        var text = Convert.FromHexString(code.Replace(" ", "", StringComparison.Ordinal));
        "\u007fELF"u8.CopyTo(bytes);
        (bytes[4], bytes[5], bytes[16], bytes[18], bytes[32], bytes[54], bytes[56]) = (2, 1, 2, 62, 64, 56, 1);
        (bytes[64], bytes[68], bytes[72]) = (1, 5, headers);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(80), Start);
        (bytes[96], bytes[104]) = (64, 64);
        text.CopyTo(bytes, headers);
        File.WriteAllBytes(_path, bytes);
        var handle = File.OpenHandle(_path);
        elf = ElfFile.TryOpen(handle, _path)!;
        return handle;
    }
}
