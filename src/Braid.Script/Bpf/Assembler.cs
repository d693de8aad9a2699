namespace Braid.Script.Bpf;

/// <summary>
/// Writes a BPF program, instruction by instruction (Documentation/bpf/standardization/instruction-set.rst):
/// <code>
/// bits 0–7 operation   8–11 destination   12–15 source   16–31 offset   32–63 immediate
/// </code>
/// Jumps may lead forward to labels that are bound later:
/// <code>
/// var done = code.NewLabel();
/// code.JumpIf(Condition.Equal, R0, 0, done);
/// code.Store(Width.Double, R0, 8, R7);
/// code.Bind(done);
/// </code>
/// Whether a program is safe is the kernel's to say, when it is loaded. Not thread-safe.
/// </summary>
public sealed class Assembler
{
    private const byte LoadImmediate = 0x18, LoadMemory = 0x61, StoreImmediate = 0x62, StoreRegister = 0x63, AtomicOperation = 0xC3,
        Arithmetic32 = 0x04, Jump64 = 0x05, Arithmetic64 = 0x07, CallHelper = 0x85, ExitProgram = 0x95, FromRegister = 0x08;

    /// <summary>The source "register" of a wide load that says what its immediate is: a map's descriptor.</summary>
    private const byte MapDescriptor = 1;

    private const int NotBound = -1;

    private readonly List<ulong> _code = [];

    /// <summary>For each label the instruction that it is bound to.</summary>
    private readonly List<int> _labels = [];

    /// <summary>Jumps, whose offsets are written when the program is complete.</summary>
    private readonly List<(int Instruction, Label Target)> _jumps = [];

    /// <summary>Instructions written so far; a wide load counts as two, as it does for jumps.</summary>
    public int Length => _code.Count;

    /// <summary>Makes a label that leads nowhere yet.</summary>
    public Label NewLabel()
    {
        _labels.Add(NotBound);
        return new(_labels.Count - 1);
    }

    /// <summary>Lets jumps to <paramref name="label"/> lead to the next instruction.</summary>
    /// <exception cref="InvalidOperationException">It leads somewhere already.</exception>
    public void Bind(Label label)
    {
        if (_labels[label.Index] != NotBound) throw new InvalidOperationException($"label {label.Index} is bound to instruction {_labels[label.Index]} already");
        _labels[label.Index] = _code.Count;
    }

    /// <summary>destination = source.</summary>
    public void Move(Register destination, Register source) => Apply(Operation.Move, destination, source);

    /// <summary>destination = <paramref name="value"/>, in one instruction where the value, sign-extended from 32 bits, is the same.</summary>
    public void Set(Register destination, long value)
    {
        if ((int)value == value) Apply(Operation.Move, destination, (int)value);
        else LoadWide(destination, source: 0, (uint)value, (uint)(value >> 32));
    }

    /// <summary>destination = the map whose file descriptor is <paramref name="descriptor"/>.</summary>
    public void SetMap(Register destination, int descriptor) => LoadWide(destination, MapDescriptor, (uint)descriptor, 0);

    /// <summary>destination = destination <paramref name="operation"/> source, in 64 bits.</summary>
    public void Apply(Operation operation, Register destination, Register source) =>
        Add((byte)(Arithmetic64 | FromRegister | (byte)operation), destination, source);

    /// <summary>destination = destination <paramref name="operation"/> value, which is sign-extended to 64 bits.</summary>
    public void Apply(Operation operation, Register destination, int value) =>
        Add((byte)(Arithmetic64 | (byte)operation), destination, immediate: value);

    /// <summary>As <see cref="Apply(Operation, Register, Register)"/> in 32 bits; the upper half of the result is zero.</summary>
    public void Apply32(Operation operation, Register destination, Register source) =>
        Add((byte)(Arithmetic32 | FromRegister | (byte)operation), destination, source);

    /// <summary>As <see cref="Apply(Operation, Register, int)"/> in 32 bits; the upper half of the result is zero.</summary>
    public void Apply32(Operation operation, Register destination, int value) =>
        Add((byte)(Arithmetic32 | (byte)operation), destination, immediate: value);

    /// <summary>destination = what is at address + offset, zero-extended.</summary>
    public void Load(Width width, Register destination, Register address, int offset) =>
        Add((byte)(LoadMemory | (byte)width), destination, address, offset);

    /// <summary>What is at address + offset = the low bytes of source.</summary>
    public void Store(Width width, Register address, int offset, Register source) =>
        Add((byte)(StoreRegister | (byte)width), address, source, offset);

    /// <summary>What is at address + offset = value, sign-extended to the width.</summary>
    public void Store(Width width, Register address, int offset, int value) =>
        Add((byte)(StoreImmediate | (byte)width), address, offset: offset, immediate: value);

    /// <summary>Adds source to the 4 or 8 bytes at address + offset, as one step for all CPUs.</summary>
    public void AtomicAdd(Width width, Register address, int offset, Register source)
    {
        if (width is not (Width.Word or Width.Double)) throw new ArgumentException($"an atomic operation on a {width}", nameof(width));
        Add((byte)(AtomicOperation | (byte)width), address, source, offset, (int)Operation.Add);
    }

    /// <summary>Goes on at <paramref name="target"/>.</summary>
    public void Jump(Label target)
    {
        _jumps.Add((_code.Count, target));
        Add(Jump64);
    }

    /// <summary>Goes on at <paramref name="target"/> when the condition holds of the 64 bits of both.</summary>
    public void JumpIf(Condition condition, Register first, Register second, Label target)
    {
        _jumps.Add((_code.Count, target));
        Add((byte)(Jump64 | FromRegister | (byte)condition), first, second);
    }

    /// <summary>Goes on at <paramref name="target"/> when the condition holds of the register and the sign-extended value.</summary>
    public void JumpIf(Condition condition, Register first, int second, Label target)
    {
        _jumps.Add((_code.Count, target));
        Add((byte)(Jump64 | (byte)condition), first, immediate: second);
    }

    /// <summary>Calls a function of the kernel: arguments in R1 to R5, which it spoils, result in R0.</summary>
    public void Call(Helper helper) => Add(CallHelper, immediate: (int)helper);

    /// <summary>Ends the program; its result is R0.</summary>
    public void Exit() => Add(ExitProgram);

    /// <summary>The program.</summary>
    /// <exception cref="InvalidOperationException">A jump leads to a label that was not bound, or further than 32,767 instructions.</exception>
    public ulong[] ToArray()
    {
        var code = _code.ToArray();
        foreach (var (instruction, target) in _jumps)
        {
            var to = _labels[target.Index];
            if (to == NotBound) throw new InvalidOperationException($"instruction {instruction} jumps to label {target.Index}, which is bound to none");
            var distance = to - instruction - 1;
            if ((short)distance != distance) throw new InvalidOperationException($"instruction {instruction} jumps over {distance} instructions");
            code[instruction] |= (ulong)(ushort)distance << 16;
        }

        return code;
    }

    private void LoadWide(Register destination, byte source, uint low, uint high)
    {
        _code.Add(LoadImmediate | ((ulong)destination << 8) | ((ulong)source << 12) | ((ulong)low << 32));
        _code.Add((ulong)high << 32);
    }

    private void Add(byte operation, Register destination = 0, Register source = 0, int offset = 0, int immediate = 0)
    {
        if ((short)offset != offset) throw new ArgumentOutOfRangeException(nameof(offset), offset, "an offset has 16 bits");
        _code.Add(operation | ((ulong)destination << 8) | ((ulong)source << 12) | ((ulong)(ushort)offset << 16) | ((ulong)(uint)immediate << 32));
    }
}
