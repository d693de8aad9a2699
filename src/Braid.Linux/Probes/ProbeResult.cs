namespace Braid.Linux.Probes;

/// <summary>One interface of the kernel, as found by using it.</summary>
/// <param name="Name">A short name, for example <c>tracefs instance</c>.</param>
/// <param name="Interface">The file or system call that was tried.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Detail">A value that was read, or the kernel's error.</param>
/// <param name="UsedFor">What Braid does with it.</param>
/// <param name="Fix">What to do when it does not work: a command, a kernel option, a capability.</param>
public sealed record ProbeResult(string Name, string Interface, ProbeStatus Status, string Detail, string UsedFor, string Fix);
