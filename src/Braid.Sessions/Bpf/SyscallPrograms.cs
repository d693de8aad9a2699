using Braid.Linux.Bpf;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The code of the programs for system calls. One runs at each entry and one at each exit of any system call and goes on, by
/// a tail call, in the program for the call's shape, if there is one:
/// <code>
/// sys_enter ──► process wanted? ──► 32 bit? ──► Entries[number] ──► record into the ring of this CPU, or lost++
/// </code>
/// Programs at these tracepoints are not preempted and never nest, so that a CPU's scratch memory, counters and ring have one
/// writer at a time, and a ring's records are in order of time.
/// </summary>
/// <param name="maps">The memory that the programs share.</param>
/// <param name="types">The kernel's types.</param>
/// <param name="contexts">What goes with each event after the thread.</param>
internal sealed class SyscallPrograms(SyscallMaps maps, BtfTypes types, IReadOnlyList<TaskContext> contexts)
{
    /// <summary>BPF_RB_NO_WAKEUP: the reader looks by itself.</summary>
    private const int NoWakeUp = 1;

    /// <summary>Bytes of u64 time, u16 id, i32 tid.</summary>
    public const int HeadSize = 14;

    /// <summary>Where the id and the thread are in the head.</summary>
    public const int IdAt = 8, ThreadAt = 10;

    /// <summary>The program that runs at each entry or exit.</summary>
    /// <param name="isExit">Which of the two.</param>
    /// <param name="native">How 64-bit programs call.</param>
    /// <param name="statusAt">Where a task_struct has <see cref="SyscallAbi.CompatStatus"/>; null when calls of 32-bit programs are left out.</param>
    /// <param name="ofSomeProcesses">Whether only those of <see cref="SyscallMaps.Processes"/> are recorded.</param>
    public ulong[] Dispatcher(bool isExit, SyscallAbi native, int? statusAt, bool ofSomeProcesses)
    {
        var code = new Assembler();
        var (end, isNative) = (code.NewLabel(), code.NewLabel());
        code.Move(R6, R1);
        if (ofSomeProcesses)
        {
            code.Call(Helper.CurrentProcessAndThread);
            code.Apply(Operation.ShiftRight, R0, 32);
            Find(code, maps.Processes.Descriptor, R0, end);
        }

        LoadNumber(code, isExit, native, R7, R6);
        code.JumpIf(Condition.GreaterOrEqual, R7, SyscallNumbers.Limit, end);
        if (statusAt is { } at)
        {
            code.Call(Helper.CurrentTask);
            code.Load(Width.Word, R1, R0, at);
            code.Apply(Operation.And, R1, SyscallAbi.CompatStatus);
            code.JumpIf(Condition.Equal, R1, 0, isNative);
            code.Apply(Operation.Add, R7, SyscallNumbers.Limit);
        }

        code.Bind(isNative);
        code.Move(R1, R6);
        code.SetMap(R2, (isExit ? maps.Exits : maps.Entries).Descriptor);
        code.Move(R3, R7);
        code.Call(Helper.TailCall);
        Return(code, end);
        return code.ToArray();
    }

    /// <summary>The program that writes an event, and all others of its shape.</summary>
    public ulong[] Recorder(SyscallEvent e)
    {
        var code = new Assembler();
        var (end, lost) = (code.NewLabel(), code.NewLabel());
        var writer = new RecordWriter(code, e.Abi);
        var isScratch = e.Fields.Any(static f => f.ReadsMemory);
        code.Move(R6, R1);
        code.Load(Width.Double, R1, R6, 8);
        code.Store(Width.Double, Stack, RecordWriter.SecondAt, R1);
        code.Call(Helper.ProcessorId);
        code.Store(Width.Word, Stack, RecordWriter.ProcessorAt, R0);
        if (isScratch)
        {
            code.Store(Width.Double, Stack, RecordWriter.UnreadAt, 0);
            code.Set(R0, 0);
            Find(code, maps.Scratch.Descriptor, R0, end, RecordWriter.Temporary);
        }
        else
        {
            LoadRing(code, lost);
            code.Move(R1, R0);
            code.Set(R2, HeadSize + contexts.Sum(static c => c.Size) + e.Fields.Sum(static f => f.Size!.Value));
            code.Set(R3, 0);
            code.Call(Helper.RingReserve);
            code.JumpIf(Condition.Equal, R0, 0, lost);
        }

        code.Move(R7, R0);
        WriteHead(writer, e);
        foreach (var field in e.Fields)
        {
            writer.BeginField(field);
            field.Write(writer);
        }

        if (isScratch)
        {
            writer.Length(R9);
            LoadRing(code, lost);
            code.Move(R1, R0);
            code.Move(R2, R7);
            code.Move(R3, R9);
            code.Set(R4, NoWakeUp);
            code.Call(Helper.RingOutput);
            code.JumpIf(Condition.Equal, R0, 0, end);
        }
        else
        {
            code.Move(R1, R7);
            code.Set(R2, NoWakeUp);
            code.Call(Helper.RingSubmit);
            code.Jump(end);
        }

        code.Bind(lost);
        code.SetMap(R1, maps.Counters.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, RecordWriter.ProcessorAt);
        code.Call(Helper.MapLookup);
        code.JumpIf(Condition.Equal, R0, 0, end);
        code.Set(R1, 1);
        code.AtomicAdd(Width.Double, R0, 0, R1);
        Return(code, end);
        return code.ToArray();
    }

    /// <summary>At sched_process_fork(parent, child): the child of a process that is recorded is, too.</summary>
    /// <param name="processAt">Where a task_struct has the number of its process.</param>
    public ulong[] Fork(int processAt)
    {
        var code = new Assembler();
        var end = code.NewLabel();
        code.Move(R6, R1);
        code.Load(Width.Double, R1, R6, 0);
        code.Load(Width.Word, R0, R1, processAt);
        Find(code, maps.Processes.Descriptor, R0, end);
        code.Load(Width.Double, R1, R6, 8);
        code.Load(Width.Word, R0, R1, processAt);
        code.Store(Width.Word, Stack, RecordWriter.ProcessorAt, R0);
        code.Store(Width.Byte, Stack, RecordWriter.SecondAt, 1);
        code.SetMap(R1, maps.Processes.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, RecordWriter.ProcessorAt);
        code.Move(R3, Stack);
        code.Apply(Operation.Add, R3, RecordWriter.SecondAt);
        code.Set(R4, 0);
        code.Call(Helper.MapUpdate);
        Return(code, end);
        return code.ToArray();
    }

    /// <summary>At sched_process_exit(task): the number of a process whose last thread ends may become another's.</summary>
    /// <param name="processAt">Where a task_struct has the number of its process.</param>
    /// <param name="signalAt">Where it points to its signal_struct.</param>
    /// <param name="liveAt">Where that counts the threads that live.</param>
    public ulong[] Exit(int processAt, int signalAt, int liveAt)
    {
        var code = new Assembler();
        var end = code.NewLabel();
        code.Load(Width.Double, R6, R1, 0);
        code.Load(Width.Double, R1, R6, signalAt);
        code.Load(Width.Word, R1, R1, liveAt);
        code.JumpIf(Condition.NotEqual, R1, 0, end);
        code.Load(Width.Word, R0, R6, processAt);
        code.Store(Width.Word, Stack, RecordWriter.ProcessorAt, R0);
        code.SetMap(R1, maps.Processes.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, RecordWriter.ProcessorAt);
        code.Call(Helper.MapDelete);
        Return(code, end);
        return code.ToArray();
    }

    /// <summary>Time, id, thread and contexts; then R6 is pt_regs.</summary>
    private void WriteHead(RecordWriter writer, SyscallEvent e)
    {
        var code = writer.Code;
        code.Call(Helper.MonotonicTime);
        writer.Append(8, R0);
        LoadNumber(code, e.IsExit, e.Abi, R1, R6);
        code.Apply(Operation.Add, R1, e.Abi.NumberBase);
        code.Apply(Operation.ShiftLeft, R1, 1);
        if (e.IsExit) code.Apply(Operation.Or, R1, 1);
        writer.Append(2, R1);
        code.Call(Helper.CurrentProcessAndThread);
        writer.Append(4, R0);
        if (contexts.Count > 0)
        {
            code.Call(Helper.CurrentTask);
            code.Move(R9, R0);
            var task = new TaskReader(writer, types);
            foreach (var context in contexts) context.Write(task);
        }

        code.Load(Width.Double, R6, R6, 0);
    }

    /// <summary>On entry the number is the tracepoint's second argument; on exit only pt_regs has it.</summary>
    private static void LoadNumber(Assembler code, bool isExit, SyscallAbi abi, Register destination, Register context)
    {
        if (!isExit)
        {
            code.Load(Width.Double, destination, context, 8);
            return;
        }

        code.Load(Width.Double, destination, context, 0);
        code.Load(Width.Double, destination, destination, abi.Number);
    }

    /// <summary>R0 = the ring of this CPU.</summary>
    private void LoadRing(Assembler code, Label none)
    {
        code.SetMap(R1, maps.Rings.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, RecordWriter.ProcessorAt);
        code.Call(Helper.MapLookup);
        code.JumpIf(Condition.Equal, R0, 0, none);
    }

    /// <summary>R0 = the value of a key of 4 bytes, which goes onto the stack.</summary>
    private static void Find(Assembler code, int map, Register key, Label none, int at = RecordWriter.ProcessorAt)
    {
        code.Store(Width.Word, Stack, at, key);
        code.SetMap(R1, map);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, at);
        code.Call(Helper.MapLookup);
        code.JumpIf(Condition.Equal, R0, 0, none);
    }

    private static void Return(Assembler code, Label end)
    {
        code.Bind(end);
        code.Set(R0, 0);
        code.Exit();
    }
}
