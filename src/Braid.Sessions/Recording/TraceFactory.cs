using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.DotNet.Conversion;
using Braid.DotNet.Nettrace;
using Braid.Linux.Clocks;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Rings;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>
/// Makes the CTF traces of a recording, in LTTng's directories and with its environment: <c>kernel</c> and
/// <c>ust/pid/NAME-PID-DATE-TIME</c>; and in <c>dotnet/NAME-PID-DATE-TIME</c>. All carry the clock of the session.
/// </summary>
internal sealed class TraceFactory : IDisposable
{
    private readonly string _directory;
    private readonly RecordingOptions _options;
    private readonly DateTimeOffset _created = DateTimeOffset.UtcNow;
    private readonly ClockClass _clockClass;
    private DomainTrace? _kernel;

    public TraceFactory(string directory, RecordingOptions options, TraceClock clock)
    {
        _directory = directory;
        _options = options;
        Clock = clock;
        _clockClass = Describe(clock);
    }

    /// <summary>The clock of the session.</summary>
    public TraceClock Clock { get; }

    /// <summary>The trace of the kernel domain; stays the factory's.</summary>
    public DomainTrace CreateKernelTrace() =>
        _kernel = new DomainTrace(
            Path.Combine(_directory, "kernel"),
            NewTrace(
                [.. KernelEnvironment.Entries(), new("trace_name", _options.Name), new("trace_creation_datetime", UserTraceEnvironment.Iso8601(_created))],
                _clockClass,
                LttngLayout.StreamClass(_clockClass, TracefsSource.EventContext)));

    /// <summary>The trace of one program; becomes the caller's.</summary>
    public DomainTrace CreateUserTrace(TracedProgram program)
    {
        var clock = (program.Clock == RingClock.CycleCounter) == (Clock.Kind == ClockKind.Tsc)
            ? _clockClass
            : Describe(TraceClock.Open(ClockKind.Monotonic));
        var start = new DateTimeOffset(program.StartTime, TimeSpan.Zero);
        var environment = UserTraceEnvironment.For(_options.Name, _created, program.Pid, program.Name, start);
        var path = Path.Combine(_directory, "ust", "pid", TraceDirectory.DefaultName($"{program.Name}-{program.Pid}", start));
        return new DomainTrace(Unique(path), NewTrace(environment, clock, RingSource.StreamClass(clock, threadId: true)));
    }

    /// <summary>The trace of one .NET process; becomes the caller's.</summary>
    public DomainTrace CreateDotnetTrace(DotnetProgram program, TraceStart start, bool stacks)
    {
        IEnumerable<EnvironmentEntry> environment =
        [
            .. UserTraceEnvironment.For(_options.Name, _created, (int)start.ProcessId, program.Name, program.StartTime),
            new("dotnet_assembly", program.Assembly),
            new("dotnet_version", program.RuntimeVersion),
        ];
        var path = Path.Combine(_directory, "dotnet", TraceDirectory.DefaultName($"{program.Assembly}-{program.Pid}", program.StartTime));
        return new DomainTrace(Unique(path), NewTrace(environment, _clockClass, CtfTranscoder.StreamClass(_clockClass, start, stacks)));
    }

    /// <inheritdoc/>
    public void Dispose() => _kernel?.Dispose();

    /// <summary>The path, or one beside it: a program that goes on as another one, by exec, keeps its start and its PID.</summary>
    private static string Unique(string path)
    {
        var unique = path;
        for (var i = 2; Directory.Exists(unique); i++) unique = $"{path}-{i}";
        return unique;
    }

    private static ClockClass Describe(TraceClock clock) => new()
    {
        Name = clock.Kind == ClockKind.Tsc ? "tsc" : "monotonic",
        Description = clock.Kind == ClockKind.Tsc ? "Time-stamp counter" : "Monotonic Clock",
        Uuid = BootId.Value,
        Frequency = clock.FrequencyHz,
        OffsetSeconds = clock.OffsetSeconds,
        OffsetCycles = clock.OffsetCycles,
        OriginIsUnixEpoch = true,
    };

    private TraceClass NewTrace(IEnumerable<EnvironmentEntry> environment, ClockClass clock, StreamClass stream)
    {
        var trace = new TraceClass { Version = _options.Version, Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.AddRange(environment);
        trace.Clocks.Add(clock);
        trace.Streams.Add(stream);
        return trace;
    }
}
