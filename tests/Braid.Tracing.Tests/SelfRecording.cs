using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Script.Filters;
using Braid.Sessions;
using Braid.Sessions.Rings;

namespace Braid.Tracing.Tests;

/// <summary>A recording of this very process: its tracepoints are enabled until dispose.</summary>
internal sealed class SelfRecording : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("braid-self-");

    public SelfRecording(bool threadId = false, params string[] patterns)
        : this(threadId, patterns, [], null)
    {
    }

    public SelfRecording(bool threadId, string[] patterns, string[] contexts, string? filter, int bufferSize = 4 << 20)
    {
        UserContext[] wanted = [.. contexts.Select(static name => UserContext.TryParse(name)!)];
        var clock = new ClockClass { Name = "monotonic" };
        Source = new RingSource(new RingSourceOptions
        {
            Pids = new HashSet<int> { Environment.ProcessId },
            Rules = patterns.Length == 0 ? ["*"] : patterns,
            ThreadId = threadId,
            Contexts = wanted,
            Filters = filter is null ? [] : [new(["*"], FilterCompiler.Compile(FilterParser.Parse(filter)))],
            BufferSize = bufferSize,
            Clocks = _ => clock,
            CreateTrace = program =>
            {
                var trace = new TraceClass { Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
                trace.Clocks.Add(clock);
                trace.Streams.Add(RingSource.StreamClass(clock, threadId, wanted));
                return new DomainTrace(Path.Combine(_directory.FullName, "trace"), trace);
            },
        });
        Source.Start();
    }

    public RingSource Source { get; }

    public SourceTotals Drain()
    {
        while (Source.Drain(flush: true) > 0)
        {
        }

        return Source.Totals;
    }

    public void Dispose()
    {
        Source.Stop();
        Source.Dispose();
        _directory.Delete(recursive: true);
    }
}
