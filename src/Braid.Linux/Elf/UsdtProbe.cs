namespace Braid.Linux.Elf;

/// <summary>A probe that a program declares itself: USDT, a note of type 3 called <c>stapsdt</c> (sys/sdt.h of SystemTap).</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Name">What it is called there. Several places may have one name.</param>
/// <param name="Address">Where it is, as linked: a nop.</param>
/// <param name="Semaphore">Address of the u16 that counts who listens, as linked; 0 when it has none.</param>
/// <param name="Arguments">Where its arguments are at that place, in words of the assembler: <c>-4@%edi 8@-16(%rbp)</c>.</param>
public sealed record UsdtProbe(string Provider, string Name, ulong Address, ulong Semaphore, string Arguments);
