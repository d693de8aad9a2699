using Braid.Linux.Elf;
using Braid.Linux.Uprobes;

namespace Braid.Linux.Tests.Uprobes;

/// <summary>What compilers write of arguments, and what the kernel takes.</summary>
public sealed class UsdtArgumentsTests
{
    [Theory]
    [InlineData("-4@%edi", "%di:s32")]
    [InlineData("8@%rax -2@%r8w 1@%sil", "%ax:u64 %r8:s16 %si:u8")]
    [InlineData("8@-16(%rbp)", "-16(%bp):u64")]
    [InlineData("8@(%rsp)", "+0(%sp):u64")]
    [InlineData("4@$7 -4@$-7 8@$0x10", @"\7:u32 \-7:s32 \16:u64")]
    [InlineData("-4@counter(%rip)", "+512(%ip):s32")]
    [InlineData("8@counter-1024(%rip)", "-512(%ip):u64")]
    [InlineData("8@counter+8(%rip)", "+520(%ip):u64")]
    [InlineData("8@unknown(%rip)", "!the kernel has no words for where it is")]
    [InlineData("4@%ah", "!the kernel has no words for where it is")]
    [InlineData("8@8(%rax,%rbx,4)", "!the kernel has no words for where it is")]
    [InlineData("8f@%xmm0", "!the kernel reads no floating-point registers")]
    [InlineData("16@%rax", "!its size is not 1, 2, 4 or 8")]
    [InlineData("%rax", "!it has no size")]
    [InlineData("", "")]
    public void X64(string arguments, string expected) => Assert.Equal(expected, Text(arguments, ElfFile.MachineX64));

    [Theory]
    [InlineData("-4@x1 8@x30", "%x1:s32 %x30:u64")]
    [InlineData("8@[sp, 24] 4@[x29, -8] 8@[x0]", "+24(%sp):u64 -8(%x29):u32 +0(%x0):u64")]
    [InlineData("4@7", @"\7:u32")]
    [InlineData("8@x31", "!the kernel has no words for where it is")]
    public void Arm64(string arguments, string expected) => Assert.Equal(expected, Text(arguments, ElfFile.MachineArm64));

    private static string Text(string arguments, ushort machine) =>
        string.Join(' ', UsdtArguments.Parse(new("p", "n", 0x1000, 0, arguments), machine, static name => name == "counter" ? 0x1200 : null).Select(static a => a.Fetch ?? $"!{a.Obstacle}"));
}
