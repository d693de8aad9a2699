using Braid.Linux.Bpf;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Writes the code that reads from the current thread's task_struct, which is in R9, and appends to the record. A pointer
/// that leads nowhere reads as 0: the kernel sees to that. Spoils R0 to R5.
/// </summary>
/// <param name="writer">The record.</param>
/// <param name="types">The kernel's types.</param>
internal sealed class TaskReader(RecordWriter writer, BtfTypes types)
{
    /// <summary>Bytes of a thread's name; TASK_COMM_LEN in include/linux/sched.h.</summary>
    public const int NameSize = 16;

    private const string Task = "task_struct";

    /// <summary>Which of <c>signal_struct.pids</c> is that of the process (PIDTYPE_TGID in include/linux/pid_types.h).</summary>
    private const int ProcessKind = 1;

    /// <summary>Appends the 32 or 64 bits that <paramref name="path"/> leads to, through pointers and structures.</summary>
    /// <exception cref="NotSupportedException">The kernel has no such member.</exception>
    public void Member(params ReadOnlySpan<string> path) => Member(0, path);

    /// <summary>As <see cref="Member(ReadOnlySpan{string})"/>, plus <paramref name="plus"/>.</summary>
    public void Member(int plus, params ReadOnlySpan<string> path)
    {
        var last = Walk(R1, path);
        var size = types.Size(last.Type);
        writer.Code.Load(size == 8 ? Width.Double : Width.Word, R1, R1, last.Offset);
        if (plus != 0) writer.Code.Apply(Operation.Add, R1, plus);
        writer.Append(size == 8 ? 8 : 4, R1);
    }

    /// <summary>
    /// Appends the number that a thread, or with a path the process of the signal_struct there, has in the innermost process
    /// namespace of the current thread; 0 when it has none there.
    /// </summary>
    public void Number(params ReadOnlySpan<string> signal)
    {
        var code = writer.Code;
        var isKnown = code.NewLabel();
        LoadPid(signal);
        LoadLevel(R2);
        code.Store(Width.Double, Stack, RecordWriter.Temporary, 0);

        // A process outside of that namespace is not as deep.
        code.Load(Width.Word, R3, R1, Offset("pid", "level"));
        code.JumpIf(Condition.Greater, R2, R3, isKnown);
        ReadNumber("nr", 4);
        code.Bind(isKnown);
        code.Load(Width.Word, R1, Stack, RecordWriter.Temporary);
        writer.Append(4, R1);
    }

    /// <summary>Appends the innermost process namespace's number.</summary>
    public void ProcessNamespace()
    {
        var code = writer.Code;
        LoadPid([]);
        LoadLevel(R2);
        code.Store(Width.Double, Stack, RecordWriter.Temporary, 0);
        ReadNumber("ns", 8);
        code.Load(Width.Double, R3, Stack, RecordWriter.Temporary);
        code.Apply(Operation.Add, R3, Offset("pid_namespace", "ns", "inum"));
        Read(4);
        code.Load(Width.Word, R1, Stack, RecordWriter.Temporary);
        writer.Append(4, R1);
    }

    /// <summary>Appends the thread's name.</summary>
    public void Name()
    {
        writer.Position(R1);
        writer.Code.Set(R2, NameSize);
        writer.Code.Call(Helper.CurrentName);
        writer.CountKnown(NameSize);
    }

    /// <summary>Appends the id of the thread's control group, in the second hierarchy.</summary>
    public void Cgroup()
    {
        writer.Code.Call(Helper.CurrentCgroup);
        writer.Append(8, R0);
    }

    /// <summary>R1 = the struct pid of the thread, or of the process that <paramref name="signal"/> leads to.</summary>
    private void LoadPid(ReadOnlySpan<string> signal)
    {
        var code = writer.Code;
        if (signal.IsEmpty)
        {
            code.Load(Width.Double, R1, R9, Offset(Task, "thread_pid"));
            return;
        }

        var last = Walk(R1, signal);
        code.Load(Width.Double, R1, R1, last.Offset);
        code.Load(Width.Double, R1, R1, Offset("signal_struct", "pids") + (8 * ProcessKind));
    }

    /// <summary>How deep the current thread's process namespace is.</summary>
    private void LoadLevel(Register destination)
    {
        writer.Code.Load(Width.Double, destination, R9, Offset(Task, "thread_pid"));
        writer.Code.Load(Width.Word, destination, destination, Offset("pid", "level"));
    }

    /// <summary>Temporary = a member of the R2-th <c>struct upid</c> of the pid in R1.</summary>
    private void ReadNumber(string member, int size)
    {
        var upid = types.Find(BtfKind.Structure, "upid");
        var code = writer.Code;
        code.Apply(Operation.Multiply, R2, types.Size(upid));
        code.Move(R3, R1);
        code.Apply(Operation.Add, R3, Offset("pid", "numbers") + Offset("upid", member));
        code.Apply(Operation.Add, R3, R2);
        Read(size);
    }

    /// <summary>Temporary = what is at R3.</summary>
    private void Read(int size)
    {
        writer.Code.Move(R1, Stack);
        writer.Code.Apply(Operation.Add, R1, RecordWriter.Temporary);
        writer.Code.Set(R2, size);
        writer.Code.Call(Helper.ReadKernel);
    }

    /// <summary>destination = the structure that has the last member of <paramref name="path"/>, which is returned.</summary>
    private BtfMember Walk(Register destination, ReadOnlySpan<string> path)
    {
        var found = new BtfMember(0, 0, types.Find(BtfKind.Structure, Task));
        writer.Code.Move(destination, R9);
        for (var i = 0; i < path.Length; i++)
        {
            var member = types.Member(found.Type, path[i]) ?? throw Missing(path[..(i + 1)]);
            found = member with { BitOffset = found.BitOffset + member.BitOffset };
            if (i + 1 == path.Length || types.KindOf(types.Resolve(found.Type)) != BtfKind.Pointer) continue;
            writer.Code.Load(Width.Double, destination, destination, found.Offset);
            found = new(0, 0, types.Resolve(found.Type, pointers: true));
        }

        return found;
    }

    private int Offset(string structure, params ReadOnlySpan<string> path) => SyscallAbi.Offset(types, structure, path);

    private static NotSupportedException Missing(ReadOnlySpan<string> path) =>
        new($"{BtfTypes.KernelPath} has no {Task}.{string.Join('.', path)}");
}
