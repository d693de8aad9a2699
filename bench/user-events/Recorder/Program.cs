using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Sessions;
using Braid.Sessions.Rings;

// user-events-recorder DIRECTORY tsc|mono bare|vtid[,CONTEXT]…: records until standard input ends, prints "EVENTS DISCARDED BYTES CPU-MS".
var clock = args[1] == "tsc" ? RingClock.CycleCounter : RingClock.Monotonic;
var threadId = args[2] != "bare";
UserContext[] contexts = [.. args[2].Split(',').Skip(1).Select(static name => UserContext.TryParse(name) ?? throw new ArgumentException(name))];
var clockClass = new ClockClass { Name = args[1], Frequency = 1_000_000_000 };
using var source = new RingSource(new RingSourceOptions
{
    Clock = clock,
    ThreadId = threadId,
    Contexts = contexts,
    Clocks = _ => clockClass,
    Rules = ["bench:*"],
    Warn = Console.Error.WriteLine,
    CreateTrace = program =>
    {
        var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Clocks.Add(clockClass);
        trace.Streams.Add(RingSource.StreamClass(clockClass, threadId, contexts));
        return new DomainTrace(Path.Combine(args[0], $"{program.Name}-{program.Pid}"), trace);
    },
});
source.Start();
var stop = false;
var reader = new Thread(() =>
{
    while (Console.Read() >= 0)
    {
    }

    Volatile.Write(ref stop, true);
});
reader.Start();
Console.WriteLine("ready");
while (!Volatile.Read(ref stop))
{
    if (source.Drain(flush: false) == 0) Thread.Sleep(1);
}

source.Stop();
while (source.Drain(flush: true) > 0)
{
}

var totals = source.Totals;
Console.WriteLine($"{totals.Events} {totals.Discarded} {totals.Bytes} {Environment.CpuUsage.TotalTime.TotalMilliseconds:F0}");
