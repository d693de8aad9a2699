using System.Diagnostics;
using Braid.Linux.Interop;

namespace Braid.Linux.Ftrace;

/// <summary>What it costs a program here that one of its events is recorded.</summary>
public static class EventCost
{
    private const int Rounds = 9, CallsPerRound = 4000;

    private static readonly EventName s_event = new("raw_syscalls", "sys_enter");

    /// <summary>
    /// Lets this thread make system calls, in turns with and without an event for each, in an instance of its own: some
    /// 50 ms. The median of the differences is the cost of an event.
    /// </summary>
    /// <param name="mount">Where tracefs is.</param>
    /// <param name="catalogue">Its events.</param>
    /// <param name="clock">The trace clock, which is a part of the cost.</param>
    /// <returns>Nanoseconds of CPU time; null when this kernel has no events of system calls.</returns>
    /// <exception cref="KernelException">The kernel refused; nothing is left behind.</exception>
    public static double? Measure(TracefsMount mount, EventCatalogue catalogue, string clock)
    {
        const int bufferBytes = 256 << 10;
        if (!catalogue.All.Contains(s_event)) return null;
        using var instance = TracefsInstance.Create(mount, clock, bufferBytes, overwrite: true);
        instance.TraceThreads([Libc.GetThreadId()]);
        instance.TracingOn = true;
        var differences = new double[Rounds];
        for (var i = -1; i < Rounds; i++)
        {
            var untraced = Run();
            instance.Enable(catalogue, [s_event]);
            var traced = Run();
            instance.DisableAll();
            if (i >= 0) differences[i] = (traced - untraced) / CallsPerRound;
        }

        Array.Sort(differences);
        return Math.Max(0, differences[Rounds / 2]);
    }

    private static double Run()
    {
        var begin = Stopwatch.GetTimestamp();
        for (var i = 0; i < CallsPerRound; i++) Libc.GetParentId();
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
    }
}
