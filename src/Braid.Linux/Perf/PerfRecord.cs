using System.Buffers.Binary;
using System.Text;

namespace Braid.Linux.Perf;

/// <summary>
/// One record of a <see cref="PerfSampler"/>, in the buffer that it was taken from: u32 type, u16 flags, u16 size, then what
/// the type says; those that are no samples end with the thread, the time and the CPU, 24 bytes.
/// </summary>
public readonly ref struct PerfRecord
{
    /// <summary>Bytes before what the type says.</summary>
    public const int HeaderSize = 8;

    private const int TrailerSize = 24, ExecFlag = 1 << 13, BuildIdFlag = 1 << 14;

    private readonly ReadOnlySpan<byte> _bytes;

    /// <summary>Takes the record at the start of <paramref name="bytes"/>.</summary>
    /// <exception cref="InvalidDataException">There is no whole record.</exception>
    public PerfRecord(ReadOnlySpan<byte> bytes)
    {
        var size = bytes.Length < HeaderSize ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        if (size < HeaderSize || size > bytes.Length) throw new InvalidDataException($"perf buffer: a record of {size} bytes in {bytes.Length}");
        _bytes = bytes[..size];
    }

    /// <summary>Bytes of all of it.</summary>
    public int Size => _bytes.Length;

    /// <summary>What it is; perhaps none that is known.</summary>
    public PerfRecordType Type => (PerfRecordType)U32(0);

    /// <summary>When it was written, nanoseconds of CLOCK_MONOTONIC.</summary>
    public long Time => (long)U64(Type == PerfRecordType.Sample ? HeaderSize + 16 : Size - 16);

    /// <summary>The process, of all but <see cref="PerfRecordType.Lost"/>.</summary>
    public int Pid => (int)U32(Type == PerfRecordType.Sample ? HeaderSize + 8 : HeaderSize);

    /// <summary>The thread of a sample, a name or a mapping.</summary>
    public int Tid => (int)U32(Type == PerfRecordType.Sample ? HeaderSize + 12 : HeaderSize + 4);

    /// <summary>How many records were lost.</summary>
    public ulong Lost => U64(HeaderSize + 8);

    /// <summary>Of <see cref="PerfRecordType.Fork"/>: the process that made it.</summary>
    public int ParentPid => (int)U32(HeaderSize + 4);

    /// <summary>Of <see cref="PerfRecordType.Fork"/>: the thread that was made.</summary>
    public int NewTid => (int)U32(HeaderSize + 8);

    /// <summary>Of <see cref="PerfRecordType.Fork"/>: the thread that made it.</summary>
    public int ParentTid => (int)U32(HeaderSize + 12);

    /// <summary>Of <see cref="PerfRecordType.Comm"/>: what the thread is called now.</summary>
    public string Name => Text(16);

    /// <summary>Of <see cref="PerfRecordType.Comm"/>: whether the process is another program from here on.</summary>
    public bool IsExec => (BinaryPrimitives.ReadUInt16LittleEndian(_bytes[4..]) & ExecFlag) != 0;

    /// <summary>Of <see cref="PerfRecordType.Mmap2"/>: where, how long, and the place in the file, in bytes.</summary>
    public (ulong Address, ulong Length, ulong Offset) Mapping => (U64(16), U64(24), U64(32));

    /// <summary>Of <see cref="PerfRecordType.Mmap2"/>: the build id of the file; empty when the kernel did not find one.</summary>
    public ReadOnlySpan<byte> BuildId =>
        (BinaryPrimitives.ReadUInt16LittleEndian(_bytes[4..]) & BuildIdFlag) == 0 ? [] : _bytes.Slice(44, Math.Min((int)_bytes[40], 20));

    /// <summary>Of <see cref="PerfRecordType.Mmap2"/>: whether it may be executed.</summary>
    public bool IsExecutable => (U32(64) & 4) != 0;

    /// <summary>Of <see cref="PerfRecordType.Mmap2"/>: the file, or a name such as <c>//anon</c>.</summary>
    public string Path => Text(72);

    /// <summary>Of a sample: the instruction.</summary>
    public ulong InstructionPointer => U64(HeaderSize);

    /// <summary>Of a sample: nanoseconds, or cycles, since the one before.</summary>
    public ulong Period => U64(HeaderSize + 32);

    /// <summary>Of a sample: the number of addresses that <see cref="CallerAt"/> has.</summary>
    public int CallerCount => (int)Math.Min(U64(HeaderSize + 40), (ulong)((Size - HeaderSize - 48) / 8));

    /// <summary>Of a sample: the instruction, its caller, and so on; values from 2^64 - 4095 on are marks of what follows (PERF_CONTEXT_USER, …).</summary>
    public ulong CallerAt(int index) => U64(HeaderSize + 48 + (8 * index));

    /// <summary>Of a sample with a stack: the registers of <see cref="PerfSampler.UserRegisters"/> in their order; none of a kernel thread.</summary>
    public ReadOnlySpan<byte> Registers
    {
        get
        {
            var at = HeaderSize + 48 + (8 * CallerCount);
            return U64(at) == 0 ? [] : _bytes.Slice(at + 8, 8 * 17);
        }
    }

    /// <summary>Of a sample with a stack: its bytes from the stack pointer on.</summary>
    public ReadOnlySpan<byte> Stack
    {
        get
        {
            var at = HeaderSize + 56 + (8 * CallerCount) + Registers.Length;
            var size = (int)Math.Min(U64(at), (ulong)(Size - at - 8));
            if (size == 0) return [];
            var used = (int)Math.Min(U64(at + 8 + size), (ulong)size);
            return _bytes.Slice(at + 8, used);
        }
    }

    private string Text(int at)
    {
        var text = _bytes[at..^TrailerSize];
        var end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private uint U32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes[at..]);

    private ulong U64(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes[at..]);
}
