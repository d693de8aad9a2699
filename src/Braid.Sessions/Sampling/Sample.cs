namespace Braid.Sessions.Sampling;

/// <summary>A sample as it is written.</summary>
/// <param name="pid">The process.</param>
/// <param name="tid">The thread.</param>
/// <param name="name">What the thread is called.</param>
/// <param name="instructionPointer">What was executed.</param>
/// <param name="period">Nanoseconds, or cycles, since the sample before.</param>
/// <param name="callers">The instruction, its caller, and so on.</param>
/// <param name="frames">The number of each in the <see cref="FrameTable"/>.</param>
internal readonly ref struct Sample(int pid, int tid, string name, ulong instructionPointer, ulong period, ReadOnlySpan<ulong> callers, ReadOnlySpan<uint> frames)
{
    public readonly int Pid = pid, Tid = tid;
    public readonly string Name = name;
    public readonly ulong InstructionPointer = instructionPointer, Period = period;
    public readonly ReadOnlySpan<ulong> Callers = callers;
    public readonly ReadOnlySpan<uint> Frames = frames;
}
