using Braid.Linux.Formats;
using Braid.Sessions.Probes;
using Braid.Sessions.Recording;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Probes;

/// <summary>What the command line has of probes, what the kernel gets of it, and what it makes of that.</summary>
public sealed class ProbeNotationTests
{
    /// <summary>As Linux 6.1 writes it for <c>r:g/p1 do_sys_openat2 fd=$retval:s32</c>.</summary>
    private const string ReturnFormat = """
        name: p1
        ID: 2411
        format:
        	field:unsigned short common_type;	offset:0;	size:2;	signed:0;
        	field:unsigned char common_flags;	offset:2;	size:1;	signed:0;
        	field:unsigned char common_preempt_count;	offset:3;	size:1;	signed:0;
        	field:int common_pid;	offset:4;	size:4;	signed:1;

        	field:unsigned long __probe_func;	offset:8;	size:8;	signed:0;
        	field:unsigned long __probe_ret_ip;	offset:16;	size:8;	signed:0;
        	field:s32 fd;	offset:24;	size:4;	signed:1;

        print fmt: "(%lx <- %lx) fd=%d", REC->__probe_func, REC->__probe_ret_ip, REC->fd
        """;

    [Theory]
    [InlineData("/bin/bash:readline", "readline", "/bin/bash", null, "readline", 0, false)]
    [InlineData("elf:/bin/bash:readline+0x10", "readline+16", "/bin/bash", null, "readline", 16, false)]
    [InlineData("line=/bin/bash:readline%return", "line", "/bin/bash", null, "readline", 0, true)]
    [InlineData("bash:readline%return", "readline_return", "bash", null, "readline", 0, true)]
    [InlineData("/a:b=c/d:0x4a20", "0x4a20", "/a:b=c/d", null, "", 0x4a20, false)]
    [InlineData("sdt:/lib/libc.so.6:libc:setjmp", "libc:setjmp", "/lib/libc.so.6", "libc", "setjmp", 0, false)]
    [InlineData("jump=sdt:/a:b:libc:setjmp", "jump", "/a:b", "libc", "setjmp", 0, false)]
    public void PlacesInPrograms(string text, string name, string path, string? provider, string symbol, ulong offset, bool isReturn)
    {
        var probe = ProbeNotation.User(text);
        Assert.Equal((name, path, provider, symbol, offset, isReturn), (probe.TraceName, probe.Path, probe.Provider, probe.Symbol, probe.Offset, probe.IsReturn));
    }

    [Theory]
    [InlineData("f", "f")]
    [InlineData("f+8", "f+8")]
    [InlineData("0xffffffff81000000", "0xffffffff81000000")]
    [InlineData("f(name=arg2:ustring, arg1, +8(+0(%di)):x32)", "f name=+0(%si):ustring arg2=%di arg3=+8(+0(%di)):x32")]
    [InlineData("f%return(fd=retval:s32, name=retval:string)", "f fd=$retval:s32 name=+0($retval):string")]
    [InlineData("f(who=$comm, top=$stack1:u64, seven=\\7)", "f who=$comm top=$stack1:u64 seven=\\7")]
    public void ThePlacesOfTheKernel(string text, string definition) => Assert.Equal(definition, ProbeNotation.Kernel(text).Definition(isArm64: false));

    [Fact]
    public void ArgumentsAreInOtherRegistersOnArm64() => Assert.Equal("f a=%x0 b=+0(%x5):ustring", ProbeNotation.Kernel("f(a=arg1, b=arg6:ustring)").Definition(isArm64: true));

    [Theory]
    [InlineData("", "expected PATH:SYMBOL")]
    [InlineData("/bin/bash", "expected PATH:SYMBOL")]
    [InlineData("/bin/bash:", "expected PATH:SYMBOL")]
    [InlineData(":main", "expected PATH:SYMBOL")]
    [InlineData("sdt:/bin/bash:main", "expected sdt:PATH:PROVIDER:NAME")]
    [InlineData("/bin/bash:main+x", "'x' is no number")]
    [InlineData("/bin/bash:main+18446744073709551616", "'18446744073709551616' is no number")]
    [InlineData("/bin/bash:main(a=)", "'a=' is not [NAME=]PLACE[:TYPE]")]
    [InlineData("/bin/bash:main(a b=%di)", "'a b=%di' is not [NAME=]PLACE[:TYPE]")]
    [InlineData("/bin/bash:main(%di\nr:x)", "is not [NAME=]PLACE[:TYPE]")]
    [InlineData("/bin/ba\nsh:main", "a path is on one line")]
    [InlineData("/bin/bash:main)", "a parenthesis is not opened")]
    public void OthersAreNamed(string text, string expected) => Assert.Contains(expected, Assert.Throws<RecordingException>(() => ProbeNotation.User(text)).Message);

    [Fact]
    public void ReturnsHaveTheNamesOfLttng()
    {
        var (described, _) = PlanBuilder.Build(FormatParser.Parse(ReturnFormat, "format", "braid_1_2_3"), name: "openat2_return");
        Assert.Equal("openat2_return", described.Name);
        Assert.Equal(["ip", "parent_ip", "fd"], described.Payload!.Members.Select(static m => m.Name));
    }
}
