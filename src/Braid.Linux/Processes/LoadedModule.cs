using Braid.Linux.Elf;

namespace Braid.Linux.Processes;

/// <summary>A program or library in the memory of a process.</summary>
/// <param name="BaseAddress">The lowest address that it is mapped at.</param>
/// <param name="MemorySize">Bytes of address space from there; <see cref="ElfImage.MemorySize"/> where the file could be read.</param>
/// <param name="Path">Its path in the mount namespace of the process.</param>
/// <param name="Image">What its file says; null when that could not be read.</param>
public sealed record LoadedModule(ulong BaseAddress, ulong MemorySize, string Path, ElfImage? Image);
