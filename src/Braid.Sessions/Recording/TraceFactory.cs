using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.DotNet.Conversion;
using Braid.DotNet.Nettrace;
using Braid.Linux.Clocks;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Rings;
using Braid.Sessions.Sampling;
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
    private readonly Lazy<ClockClass> _monotonic = new(static () => Describe(TraceClock.Open(ClockKind.Monotonic)));
    private readonly UserTraces _user;
    private DomainTrace? _kernel, _samples;

    public TraceFactory(string directory, RecordingOptions options, TraceClock clock)
    {
        _directory = directory;
        _options = options;
        Clock = clock;
        _clockClass = Describe(clock);
        _user = new UserTraces(directory, options.Name, options.Version);
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
                LttngLayout.StreamClass(_clockClass, TracefsSource.ContextOf(_options.KernelContexts))));

    /// <summary>The trace of samples, by the names of <c>perf data convert</c>; stays the factory's.</summary>
    public DomainTrace CreateSampleTrace(string eventName, IReadOnlyList<EnumerationMapping> labels) =>
        _samples = new DomainTrace(
            Path.Combine(_directory, "perf"),
            NewTrace(
                [
                    .. KernelEnvironment.Entries().Where(static e => !e.Name.StartsWith("tracer_", StringComparison.Ordinal)), new("tracer_name", "perf"),
                    new("trace_name", _options.Name), new("trace_creation_datetime", UserTraceEnvironment.Iso8601(_created)),
                ],
                _clockClass,
                SampleEvents.StreamClass(_clockClass, eventName, labels)));

    /// <summary>The trace of one program; becomes the caller's.</summary>
    public DomainTrace CreateUserTrace(TracedProgram program) =>
        _user.Create(program, ClockOf(program.Clock).Ahead(program.ClockOffset), threadId: true, _options.UserContexts, Environment.MachineName);

    /// <summary>The trace of one .NET process; becomes the caller's.</summary>
    public DomainTrace CreateDotnetTrace(DotnetProgram program, TraceStart start, bool stacks)
    {
        IEnumerable<EnvironmentEntry> environment =
        [
            .. UserTraceEnvironment.For(_options.Name, _created, Environment.MachineName, (int)start.ProcessId, program.Name, program.StartTime),
            new("dotnet_assembly", program.Assembly),
            new("dotnet_version", program.RuntimeVersion),
        ];
        var path = Path.Combine(_directory, "dotnet", TraceDirectory.DefaultName($"{program.Assembly}-{program.Pid}", program.StartTime));
        return new DomainTrace(TraceDirectory.Unused(path), NewTrace(environment, _clockClass, CtfTranscoder.StreamClass(_clockClass, start, stacks)));
    }

    /// <summary>The clock of programs that use <paramref name="clock"/>: the session's, or for those that cannot read that, the monotonic one. Thread-safe.</summary>
    public ClockClass ClockOf(RingClock clock) =>
        (clock == RingClock.CycleCounter) == (Clock.Kind == ClockKind.Tsc) ? _clockClass : _monotonic.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernel?.Dispose();
        _samples?.Dispose();
    }

    private static ClockClass Describe(TraceClock clock) => ClockDescription.Make(
        clock.Kind == ClockKind.Tsc ? RingClock.CycleCounter : RingClock.Monotonic, clock.FrequencyHz, clock.OffsetSeconds, clock.OffsetCycles, BootId.Value);

    private TraceClass NewTrace(IEnumerable<EnvironmentEntry> environment, ClockClass clock, StreamClass stream)
    {
        var trace = new TraceClass { Version = _options.Version, Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
        trace.Environment.AddRange(environment);
        trace.Clocks.Add(clock);
        trace.Streams.Add(stream);
        return trace;
    }
}
