using System.Runtime.InteropServices;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Script.Tests.Bpf;

public sealed class AssemblerTests
{
    /// <summary>Bytes as the kernel's own documentation and <c>llvm-objdump</c> give them.</summary>
    public static TheoryData<string, Action<Assembler>> Instructions => new()
    {
        { "b7 06 00 00 ff ff ff ff", static c => c.Set(R6, -1) },
        { "bf 16 00 00 00 00 00 00", static c => c.Move(R6, R1) },
        { "18 02 00 00 ff ff ff ff 00 00 00 00 00 00 00 00", static c => c.Set(R2, 0xFFFF_FFFF) },
        { "18 03 00 00 88 77 66 55 00 00 00 00 44 33 22 11", static c => c.Set(R3, 0x1122_3344_5566_7788) },
        { "18 11 00 00 07 00 00 00 00 00 00 00 00 00 00 00", static c => c.SetMap(R1, 7) },
        { "07 02 00 00 f8 ff ff ff", static c => c.Apply(Operation.Add, R2, -8) },
        { "0f 21 00 00 00 00 00 00", static c => c.Apply(Operation.Add, R1, R2) },
        { "bc 77 00 00 00 00 00 00", static c => c.Apply32(Operation.Move, R7, R7) },
        { "54 00 00 00 ff 0f 00 00", static c => c.Apply32(Operation.And, R0, 0xFFF) },
        { "77 00 00 00 20 00 00 00", static c => c.Apply(Operation.ShiftRight, R0, 32) },
        { "c7 00 00 00 20 00 00 00", static c => c.Apply(Operation.ShiftRightSigned, R0, 32) },
        { "79 17 08 00 00 00 00 00", static c => c.Load(Width.Double, R7, R1, 8) },
        { "61 10 fc ff 00 00 00 00", static c => c.Load(Width.Word, R0, R1, -4) },
        { "69 10 02 00 00 00 00 00", static c => c.Load(Width.Half, R0, R1, 2) },
        { "71 10 01 00 00 00 00 00", static c => c.Load(Width.Byte, R0, R1, 1) },
        { "7b 1a f8 ff 00 00 00 00", static c => c.Store(Width.Double, Stack, -8, R1) },
        { "6a 00 08 00 fe ff ff ff", static c => c.Store(Width.Half, R0, 8, -2) },
        { "db 12 08 00 00 00 00 00", static c => c.AtomicAdd(Width.Double, R2, 8, R1) },
        { "c3 12 08 00 00 00 00 00", static c => c.AtomicAdd(Width.Word, R2, 8, R1) },
        { "85 00 00 00 05 00 00 00", static c => c.Call(Helper.MonotonicTime) },
        { "95 00 00 00 00 00 00 00", static c => c.Exit() },
    };

    [Theory]
    [MemberData(nameof(Instructions))]
    public void AnInstructionHasItsBytes(string expected, Action<Assembler> write)
    {
        var code = new Assembler();
        write(code);
        Assert.Equal(expected, Hex(code));
    }

    [Fact]
    public void JumpsLeadForwardAndBackAndCountAWideLoadTwice()
    {
        var code = new Assembler();
        var (start, end) = (code.NewLabel(), code.NewLabel());
        code.Bind(start);
        code.JumpIf(Condition.Equal, R0, 5, end);
        code.SetMap(R1, 3);
        code.JumpIf(Condition.LessSigned, R1, R2, start);
        code.Jump(end);
        code.Bind(end);
        code.Exit();
        Assert.Equal("15 00 04 00 05 00 00 00 18 11 00 00 03 00 00 00 00 00 00 00 00 00 00 00 cd 21 fc ff 00 00 00 00 05 00 00 00 00 00 00 00 95 00 00 00 00 00 00 00", Hex(code));
        Assert.Equal(6, code.Length);
    }

    [Fact]
    public void AJumpToNowhereIsRefused()
    {
        var code = new Assembler();
        code.Jump(code.NewLabel());
        Assert.Contains("instruction 0 jumps to label 0", Assert.Throws<InvalidOperationException>(code.ToArray).Message);
    }

    [Fact]
    public void ALabelIsBoundOnce()
    {
        var code = new Assembler();
        var label = code.NewLabel();
        code.Bind(label);
        Assert.Throws<InvalidOperationException>(() => code.Bind(label));
    }

    [Fact]
    public void AJumpThatIsTooFarIsRefused()
    {
        var code = new Assembler();
        var end = code.NewLabel();
        code.Jump(end);
        for (var i = 0; i < 32768; i++) code.Set(R0, 0);
        code.Bind(end);
        Assert.Contains("32768", Assert.Throws<InvalidOperationException>(code.ToArray).Message);
    }

    [Fact]
    public void AnOffsetThatDoesNotFitIsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Assembler().Load(Width.Byte, R0, R1, 32768));

    private static string Hex(Assembler code) =>
        string.Join(' ', MemoryMarshal.AsBytes<ulong>(code.ToArray()).ToArray().Select(static b => b.ToString("x2")));
}
