using System.Buffers.Binary;
using System.Text;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Bpf;

/// <summary>
/// A program that the kernel has verified and compiled. It lives until its last descriptor, link and slot in a map of
/// programs is gone, and so never longer than this process. Thread-safe.
/// </summary>
public sealed unsafe class BpfProgram : IDisposable
{
    private const int AttachTypedTracepoint = 23, LogSize = 1 << 20;

    /// <summary>
    /// Programs are made here, so their licence is ours to give: functions of the kernel that are only for GPL programs ask
    /// for one of a list that has no Apache-2.0 in it. See docs/decisions/0050.
    /// </summary>
    private static ReadOnlySpan<byte> License => "Dual MIT/GPL\0"u8;

    private readonly SafeFileHandle _handle;

    private BpfProgram(SafeFileHandle handle, string name) => (_handle, Name) = (handle, name);

    /// <summary>The name it was loaded by.</summary>
    public string Name { get; }

    /// <summary>What maps of programs take as a value; valid until <see cref="Dispose"/>.</summary>
    public int Descriptor => (int)_handle.DangerousGetHandle();

    /// <summary>
    /// How often the program was to run and did not, because the CPU was in one already: those events are lost. Kernel 5.12
    /// or later; before, 0.
    /// </summary>
    public long Misses
    {
        get
        {
            const int missesAt = 208, size = 216;
            Span<byte> info = stackalloc byte[size];
            info.Clear();
            Span<byte> attributes = stackalloc byte[16];
            int result;

            // In bounds: the kernel writes as much as the length says, which is that of the pinned span.
            fixed (byte* p = info)
            {
                BinaryPrimitives.WriteInt32LittleEndian(attributes, Descriptor);
                BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], size);
                BinaryPrimitives.WriteInt64LittleEndian(attributes[8..], (nint)p);
                result = BpfCall.Try(BpfCall.GetInfo, attributes);
            }

            if (result < 0) KernelFile.Throw("ask about", $"eBPF program '{Name}'");
            return BinaryPrimitives.ReadInt64LittleEndian(info[missesAt..]);
        }
    }

    /// <summary>Loads a program.</summary>
    /// <param name="type">What it is for.</param>
    /// <param name="name">Shown by the kernel's tools; at most 15 letters and digits are.</param>
    /// <param name="code">Its instructions.</param>
    /// <param name="tracepoint">For <see cref="BpfProgramType.TypedTracepoint"/>: the type <c>btf_trace_NAME</c> in the kernel's BTF.</param>
    /// <exception cref="KernelException">The kernel refused; the message has what the verifier said last.</exception>
    public static BpfProgram Load(BpfProgramType type, string name, ReadOnlySpan<ulong> code, int tracepoint = 0)
    {
        var descriptor = TryLoad(type, name, code, tracepoint, log: []);
        if (descriptor >= 0) return new(new SafeFileHandle(descriptor, ownsHandle: true), name);
        var errno = System.Runtime.InteropServices.Marshal.GetLastPInvokeError();

        // Again, for its reasons: writing them down costs the verifier more than verifying.
        var log = new byte[LogSize];
        descriptor = TryLoad(type, name, code, tracepoint, log);
        if (descriptor >= 0) return new(new SafeFileHandle(descriptor, ownsHandle: true), name);
        throw new KernelException(errno, "load", $"eBPF program '{name}'", Verdict(log) ?? (errno == Errno.Perm ? "run as root, or with cap_bpf and cap_perfmon" : null));
    }

    /// <summary>Lets the program run at a tracepoint until the handle is closed, which is the caller's.</summary>
    /// <param name="tracepoint">The tracepoint; null for a typed one, which knows its own.</param>
    /// <exception cref="KernelException">The kernel refused.</exception>
    public SafeFileHandle Attach(string? tracepoint = null)
    {
        Span<byte> attributes = stackalloc byte[16];
        attributes.Clear();
        int descriptor;

        // In bounds: the kernel reads the name up to its null character.
        fixed (byte* name = tracepoint is null ? null : Encoding.UTF8.GetBytes(tracepoint + '\0'))
        {
            BinaryPrimitives.WriteInt64LittleEndian(attributes, (nint)name);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[8..], Descriptor);
            descriptor = BpfCall.Try(BpfCall.RawTracepointOpen, attributes);
        }

        if (descriptor < 0) KernelFile.Throw("attach", $"eBPF program '{Name}'");
        return new(descriptor, ownsHandle: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static int TryLoad(BpfProgramType type, string name, ReadOnlySpan<ulong> code, int tracepoint, Span<byte> log)
    {
        Span<byte> attributes = stackalloc byte[120];
        attributes.Clear();

        // In bounds: instruction count and log size are those of the pinned spans; the licence ends in a null character.
        fixed (ulong* instructions = code)
        fixed (byte* license = License, logStart = log)
        {
            BinaryPrimitives.WriteInt32LittleEndian(attributes, (int)type);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[4..], code.Length);
            BinaryPrimitives.WriteInt64LittleEndian(attributes[8..], (nint)instructions);
            BinaryPrimitives.WriteInt64LittleEndian(attributes[16..], (nint)license);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[24..], log.IsEmpty ? 0 : 1);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[28..], log.Length);
            BinaryPrimitives.WriteInt64LittleEndian(attributes[32..], (nint)logStart);
            BpfCall.WriteName(attributes.Slice(48, BpfCall.NameSize), name);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[68..], type == BpfProgramType.TypedTracepoint ? AttachTypedTracepoint : 0);
            BinaryPrimitives.WriteInt32LittleEndian(attributes[108..], tracepoint);
            return BpfCall.Try(BpfCall.ProgramLoad, attributes);
        }
    }

    /// <summary>The last two lines of the verifier: the instruction, and what is wrong with it.</summary>
    private static string? Verdict(ReadOnlySpan<byte> log)
    {
        var end = log.IndexOf((byte)0);
        var lines = Encoding.UTF8.GetString(end < 0 ? log : log[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static line => !line.StartsWith("processed ", StringComparison.Ordinal)).TakeLast(2).ToArray();
        return lines.Length == 0 ? null : $"the verifier: {string.Join(" / ", lines)}";
    }
}
