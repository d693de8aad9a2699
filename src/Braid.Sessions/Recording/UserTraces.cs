using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Sessions.Rings;

namespace Braid.Sessions.Recording;

/// <summary>Makes the traces of programs in a recording's directory: <c>ust/pid/NAME-PID-DATE-TIME</c>, as LTTng names them.</summary>
internal sealed class UserTraces(string directory, string name, CtfVersion version)
{
    private readonly DateTimeOffset _created = DateTimeOffset.UtcNow;

    /// <summary>The trace of one program; becomes the caller's.</summary>
    /// <param name="program">Which program.</param>
    /// <param name="clock">The clock of its events.</param>
    /// <param name="threadId">Whether its events carry <c>vtid</c>.</param>
    /// <param name="contexts">What else they carry.</param>
    /// <param name="hostname">The machine it ran on; null when that is not known.</param>
    public DomainTrace Create(TracedProgram program, ClockClass clock, bool threadId, IReadOnlyList<UserContext> contexts, string? hostname)
    {
        var start = new DateTimeOffset(program.StartTime, TimeSpan.Zero);
        var path = Path.Combine(directory, "ust", "pid", TraceDirectory.DefaultName($"{program.Name}-{program.Pid}", start));
        var trace = new TraceClass { Version = version, Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.AddRange(UserTraceEnvironment.For(name, _created, hostname, program.Pid, program.Name, start));
        trace.Clocks.Add(clock);
        trace.Streams.Add(RingSource.StreamClass(clock, threadId, contexts));
        return new DomainTrace(TraceDirectory.Unused(path), trace);
    }
}
