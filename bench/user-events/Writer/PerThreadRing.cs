using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Braid.Clocks;

namespace Braid.Bench.UserEvents;

/// <summary>What a ring per thread would cost: no claim, the same record and the same release store. For decision 0001.</summary>
internal static unsafe class PerThreadRing
{
    private const int Size = 4 << 20;

    [ThreadStatic]
    private static State* t_state;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void I32(int value)
    {
        var state = t_state;
        if (state == null) state = Enter();
        var now = CycleCounter.Read();
        var used = state->Used;
        if (used + 10 > Size) used = 0;
        var at = state->Data + used;
        Unsafe.WriteUnaligned(at, (ushort)1);
        Unsafe.WriteUnaligned(at + 2, (uint)now);
        Unsafe.WriteUnaligned(at + 6, value);
        state->Last = now;
        Volatile.Write(ref state->Used, used + 10);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static State* Enter()
    {
        var state = (State*)NativeMemory.AllocZeroed((nuint)sizeof(State));
        state->Data = (byte*)NativeMemory.AllocZeroed(Size);
        new Span<byte>(state->Data, Size).Fill(1);
        return t_state = state;
    }

    private struct State
    {
        public byte* Data;
        public long Used;
        public ulong Last;
    }
}
