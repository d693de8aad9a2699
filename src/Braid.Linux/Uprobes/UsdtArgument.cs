namespace Braid.Linux.Uprobes;

/// <summary>One argument of a USDT probe.</summary>
/// <param name="Text">As the program's compiler wrote it: <c>-4@%edi</c>.</param>
/// <param name="Fetch">In the kernel's notation for probes, with its type: <c>%di:s32</c>; null when the kernel cannot reach it.</param>
/// <param name="Obstacle">Why it cannot; null when it can.</param>
public readonly record struct UsdtArgument(string Text, string? Fetch, string? Obstacle);
