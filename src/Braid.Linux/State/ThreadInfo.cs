namespace Braid.Linux.State;

/// <summary>A thread at one moment, as /proc tells of it (proc_pid_stat(5), proc_pid_status(5)).</summary>
/// <param name="Tid">Its id in the pid namespace of procfs.</param>
/// <param name="Pid">That of its process.</param>
/// <param name="ParentPid">That of the process's parent; 0 when it has none there.</param>
/// <param name="Name">Its name, at most 15 bytes.</param>
/// <param name="State">R, S, D, T, t, Z, X or I.</param>
/// <param name="IsKernelThread">Whether it has no user space.</param>
/// <param name="Cpu">The CPU that it ran on last.</param>
/// <param name="Tids">Its ids from the namespace of procfs down to its own.</param>
/// <param name="Pids">Those of its process.</param>
/// <param name="Uid">The real user, as the user namespace of this process counts.</param>
/// <param name="Gid">The real group.</param>
public sealed record ThreadInfo(
    int Tid, int Pid, int ParentPid, string Name, char State, bool IsKernelThread, int Cpu, int[] Tids, int[] Pids, uint Uid, uint Gid);
