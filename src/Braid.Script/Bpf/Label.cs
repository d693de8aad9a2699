namespace Braid.Script.Bpf;

/// <summary>A place in a program that jumps lead to, made by <see cref="Assembler.NewLabel"/>.</summary>
/// <param name="Index">Its number among the labels of its assembler.</param>
public readonly record struct Label(int Index);
