namespace Braid.Linux.State;

/// <summary>The kinds of namespaces(7) that a thread is in.</summary>
public enum NamespaceKind
{
    /// <summary>pid_namespaces(7).</summary>
    Pid,

    /// <summary>user_namespaces(7).</summary>
    User,

    /// <summary>uts_namespaces(7).</summary>
    Uts,

    /// <summary>ipc_namespaces(7).</summary>
    Ipc,

    /// <summary>mount_namespaces(7).</summary>
    Mnt,

    /// <summary>network_namespaces(7).</summary>
    Net,

    /// <summary>cgroup_namespaces(7).</summary>
    Cgroup,

    /// <summary>time_namespaces(7).</summary>
    Time,
}
