using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Writes the part of a program that writes a record. Registers: R6 pt_regs, R7 the start of the record, R8 the bytes that
/// are in it when that is not known here, R9 free for a field. Fields may use the stack from <see cref="Temporary"/> to
/// <see cref="TemporarySize"/> bytes on, and the rest of the scratch memory from <see cref="CopyArea"/> on.
/// </summary>
internal sealed class RecordWriter(Assembler code, SyscallAbi abi)
{
    /// <summary>The "index" of the result among the arguments.</summary>
    public const int Result = -1;

    /// <summary>
    /// Scratch memory of each CPU: the record grows from its start, what fields copy to look at it is in the copy area. The
    /// longest records have three texts.
    /// </summary>
    public const int ScratchSize = 20 << 10, CopyArea = 16 << 10;

    /// <summary>On the stack: the CPU, the second argument of the tracepoint, the mask of what could not be read, a field's own.</summary>
    public const int ProcessorAt = -4, SecondAt = -16, UnreadAt = -24, Temporary = -96, TemporarySize = 64;

    /// <summary>Bytes known to be in the record, besides those in R8.</summary>
    private int _known;

    /// <summary>Whether R8 counts.</summary>
    private bool _isMoved;

    /// <summary>Fields that read memory so far, each with a bit in the mask.</summary>
    private int _readers;

    /// <summary>The program.</summary>
    public Assembler Code => code;

    /// <summary>Whose system calls these are.</summary>
    public SyscallAbi Abi => abi;

    /// <summary>destination = the argument; one of 32 bits sign-extended when <paramref name="isSigned"/>, else zero-extended.</summary>
    public void LoadArgument(Register destination, int argument, bool isSigned = false)
    {
        if (argument == Result)
        {
            code.Load(Width.Double, destination, Stack, SecondAt);
            return;
        }

        code.Load(abi.IsCompat ? Width.Word : Width.Double, destination, R6, abi.Arguments[argument]);
        if (abi.IsCompat && isSigned) SignExtend(destination);
    }

    /// <summary>Makes 64 bits of a signed number of 32.</summary>
    public void SignExtend(Register register)
    {
        code.Apply(Operation.ShiftLeft, register, 32);
        code.Apply(Operation.ShiftRightSigned, register, 32);
    }

    /// <summary>Appends the low <paramref name="size"/> bytes of a register other than R5.</summary>
    public void Append(int size, Register source)
    {
        var address = Address(R5);
        code.Store(WidthOf(size), address, _known, source);
        _known += size;
    }

    /// <summary>Appends a constant.</summary>
    public void Append(int size, int value)
    {
        var address = Address(R5);
        code.Store(WidthOf(size), address, _known, value);
        _known += size;
    }

    /// <summary>Counts bytes that were written at <see cref="Position"/>.</summary>
    public void CountKnown(int size) => _known += size;

    /// <summary>destination = where the next byte goes.</summary>
    public void Position(Register destination)
    {
        code.Move(destination, R7);
        if (_isMoved) code.Apply(Operation.Add, destination, R8);
        if (_known != 0) code.Apply(Operation.Add, destination, _known);
    }

    /// <summary>Counts <paramref name="size"/>, of which the verifier knows the bounds, as bytes that were written.</summary>
    public void Advance(Register size)
    {
        CountInRegister();
        code.Apply(Operation.Add, R8, size);
    }

    /// <summary>Counts all bytes in R8 from here on, so that parts of a program that do not all run can each add to it.</summary>
    public void CountInRegister()
    {
        if (!_isMoved) code.Set(R8, _known);
        else if (_known != 0) code.Apply(Operation.Add, R8, _known);
        (_isMoved, _known) = (true, 0);
    }

    /// <summary>Ends one of several parts of which one runs; each begins as <see cref="CountInRegister"/> left it.</summary>
    public void EndAlternative()
    {
        code.Apply(Operation.Add, R8, _known);
        _known = 0;
    }

    /// <summary>As <see cref="EndAlternative"/> for a part of which <paramref name="size"/> bytes, all or none, are kept.</summary>
    public void EndOptional(Register size)
    {
        code.Apply(Operation.Add, R8, size);
        _known = 0;
    }

    /// <summary>Bytes so far, when that is known here; where a field that is written again later begins.</summary>
    /// <exception cref="InvalidOperationException">It is known from the call only.</exception>
    public int Known => _isMoved ? throw new InvalidOperationException("the field comes after one of unknown size") : _known;

    /// <summary>destination = the bytes of the record.</summary>
    public void Length(Register destination)
    {
        if (_isMoved) code.Move(destination, R8);
        else code.Set(destination, _known);
        if (_isMoved && _known != 0) code.Apply(Operation.Add, destination, _known);
    }

    /// <summary>Tells apart the field that follows in the mask.</summary>
    public void BeginField(SyscallField field)
    {
        if (field.ReadsMemory) _readers++;
    }

    /// <summary>Notes that the field could not be read. Spoils R1.</summary>
    public void MarkUnread()
    {
        code.Load(Width.Double, R1, Stack, UnreadAt);
        code.Apply(Operation.Or, R1, 1 << (_readers - 1));
        code.Store(Width.Double, Stack, UnreadAt, R1);
    }

    private static Width WidthOf(int size) => size switch
    {
        1 => Width.Byte,
        2 => Width.Half,
        4 => Width.Word,
        8 => Width.Double,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "a store has 1, 2, 4 or 8 bytes"),
    };

    private Register Address(Register free)
    {
        if (!_isMoved) return R7;
        code.Move(free, R7);
        code.Apply(Operation.Add, free, R8);
        return free;
    }
}
