using System.Diagnostics;
using System.Text;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>System calls of 32-bit programs, which tracefs does not see: a program of a few bytes makes them with <c>int 0x80</c>.</summary>
[Collection("kernel")]
public sealed class CompatTests : IDisposable
{
    private const int BaseAddress = 0x400000, HeadersSize = 64 + 56;
    private const string Path = "/no/such/file";

    private readonly string _program = System.IO.Path.GetTempFileName();

    /// <summary>open(path, O_RDWR | O_CLOEXEC, 0644), lseek(-1, -5, 2), waitpid(-1, 0, 3), write(-1, 0, 7), exit(5): their numbers, and ebx, ecx, edx.</summary>
    private static readonly uint[][] s_calls =
        [[5, BaseAddress + HeadersSize, 0x80002, 0x1A4], [19, uint.MaxValue, unchecked((uint)-5), 2], [7, uint.MaxValue, 0, 3], [4, uint.MaxValue, 0, 7], [1, 5, 0, 0]];

    public void Dispose() => File.Delete(_program);

    [Fact]
    public void CallsOf32BitProgramsHaveTheirNamesAndArguments()
    {
        File.WriteAllBytes(_program, Program());
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var status = 0;
        using var recording = new BpfRecording(["*"]);
        var tid = 0;
        recording.Record(() =>
        {
            using var process = Process.Start(_program);
            tid = process.Id;
            process.WaitForExit();
            status = process.ExitCode;
        });
        Assert.SkipUnless(status == 5, $"this kernel runs no 32-bit programs (exit status {status})");
        var events = recording.Read().Where(e => e.Tid == tid && e.Name.StartsWith("compat_", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            ["entry_open", "exit_open", "entry_lseek", "exit_lseek", "entry_waitpid", "exit_waitpid", "entry_write", "exit_write", "entry_exit"],
            events.Select(static e => e.Name["compat_syscall_".Length..]));
        Assert.Equal((Path, 0x80002L, 0x1A4L, 0L), (events[0].Text("filename"), events[0].Number("flags"), events[0].Number("mode"), events[0].Number("unread")));
        Assert.Equal([-2L, -9L, -10L, -9L], events.Where(static e => e.Fields.ContainsKey("ret")).Select(static e => e.Number("ret")));
        Assert.Equal((0xFFFFFFFFL, -5L, 2L), (events[2].Number("fd"), events[2].Number("offset"), events[2].Number("whence")));
        Assert.Equal((0xFFFFFFFFL, 0L, 3L), (events[4].Number("arg0"), events[4].Number("arg1"), events[4].Number("arg2")));
        Assert.Equal((0xFFFFFFFFL, 0L, 7L), (events[6].Number("fd"), events[6].Number("buf"), events[6].Number("count")));
        Assert.Equal(5, events[8].Number("error_code"));
    }

    /// <summary>An ELF file for x86-64 with one segment: headers, path, code.</summary>
    private static byte[] Program()
    {
        using var code = new MemoryStream();
        code.Write(Encoding.ASCII.GetBytes(Path + '\0'));
        foreach (var call in s_calls)
        {
            // mov eax, ebx, ecx, edx; int 0x80
            foreach (var (opcode, value) in new byte[] { 0xB8, 0xBB, 0xB9, 0xBA }.Zip(call))
            {
                code.WriteByte(opcode);
                code.Write(BitConverter.GetBytes(value));
            }

            code.Write([0xCD, 0x80]);
        }

        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var size = HeadersSize + code.Length;
        writer.Write([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        writer.Write((ushort)2); // ET_EXEC
        writer.Write((ushort)62); // EM_X86_64
        writer.Write(1);
        writer.Write((long)BaseAddress + HeadersSize + Path.Length + 1);
        writer.Write(64L);
        writer.Write(0L);
        writer.Write(0);
        foreach (var half in new ushort[] { 64, 56, 1, 64, 0, 0 }) writer.Write(half);
        writer.Write(1); // PT_LOAD
        writer.Write(5); // read, execute
        writer.Write(0L);
        writer.Write((long)BaseAddress);
        writer.Write((long)BaseAddress);
        writer.Write(size);
        writer.Write(size);
        writer.Write(4096L);
        writer.Write(code.ToArray());
        return file.ToArray();
    }
}
