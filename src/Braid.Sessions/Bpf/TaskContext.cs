using Braid.Ctf.Schema;

namespace Braid.Sessions.Bpf;

/// <summary>
/// Something of the thread that makes a system call, recorded with each: its name as LTTng's <c>add-context</c> takes it, its
/// field as lttng-modules writes it. Programs read it where the kernel's types say that it is.
/// </summary>
public sealed class TaskContext
{
    private static readonly IntegerFieldClass s_int = new(32, signed: true), s_unsigned = new(32);

    private static readonly TaskContext[] s_all =
    [
        new("pid", s_int, static r => r.Member("tgid")),
        new("ppid", s_int, static r => r.Member("real_parent", "tgid")),
        new("procname", new StaticLengthStringFieldClass(TaskReader.NameSize), static r => r.Name()),
        new("prio", s_int, static r => r.Member(-100, "prio")),
        new("nice", s_int, static r => r.Member(-120, "static_prio")),
        new("vpid", s_int, static r => r.Number("signal")),
        new("vtid", s_int, static r => r.Number()),
        new("vppid", s_int, static r => r.Number("real_parent", "signal")),
        new("uid", s_unsigned, static r => r.Member("cred", "uid", "val")),
        new("euid", s_unsigned, static r => r.Member("cred", "euid", "val")),
        new("suid", s_unsigned, static r => r.Member("cred", "suid", "val")),
        new("gid", s_unsigned, static r => r.Member("cred", "gid", "val")),
        new("egid", s_unsigned, static r => r.Member("cred", "egid", "val")),
        new("sgid", s_unsigned, static r => r.Member("cred", "sgid", "val")),
        new("cgroup_ns", s_unsigned, static r => r.Member("nsproxy", "cgroup_ns", "ns", "inum")),
        new("ipc_ns", s_unsigned, static r => r.Member("nsproxy", "ipc_ns", "ns", "inum")),
        new("mnt_ns", s_unsigned, static r => r.Member("nsproxy", "mnt_ns", "ns", "inum")),
        new("net_ns", s_unsigned, static r => r.Member("nsproxy", "net_ns", "ns", "inum")),
        new("pid_ns", s_unsigned, static r => r.ProcessNamespace()),
        new("time_ns", s_unsigned, static r => r.Member("nsproxy", "time_ns", "ns", "inum")),
        new("user_ns", s_unsigned, static r => r.Member("cred", "user_ns", "ns", "inum")),
        new("uts_ns", s_unsigned, static r => r.Member("nsproxy", "uts_ns", "ns", "inum")),
        new("cgroup_id", new IntegerFieldClass(64), static r => r.Cgroup()),
    ];

    private TaskContext(string name, FieldClass type, Action<TaskReader> write)
    {
        Member = new(name, type);
        Write = write;
    }

    /// <summary>Every name that <see cref="TryParse"/> takes.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. s_all.Select(static c => c.Member.Name)];

    /// <summary>The field.</summary>
    public StructureMember Member { get; }

    /// <summary>Its bytes.</summary>
    internal int Size => Member.Class is IntegerFieldClass integer ? integer.Size / 8 : TaskReader.NameSize;

    /// <summary>Appends it to the record.</summary>
    internal Action<TaskReader> Write { get; }

    /// <summary>The context called <paramref name="name"/>; null when there is none.</summary>
    public static TaskContext? TryParse(string name) => Array.Find(s_all, c => c.Member.Name == name);
}
