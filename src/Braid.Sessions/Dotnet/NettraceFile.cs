using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.DotNet.Conversion;
using Braid.DotNet.Nettrace;
using Braid.Sessions.Recording;

namespace Braid.Sessions.Dotnet;

/// <summary>Files that other tools have recorded: dotnet-trace, dotnet-monitor, record-trace.</summary>
public static class NettraceFile
{
    /// <summary>Tells whether <paramref name="path"/> is a file that begins as nettrace streams do.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path)) return false;
        using var file = File.OpenRead(path);
        Span<byte> start = stackalloc byte[NettraceReader.Magic.Length];
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(NettraceReader.Magic);
    }

    /// <summary>Writes the file as a CTF trace into <paramref name="outputDirectory"/>, which must be empty or missing.</summary>
    /// <param name="path">The nettrace file.</param>
    /// <param name="outputDirectory">Gets the trace; when nothing can be read, it is left as it was.</param>
    /// <param name="version">The format of the trace.</param>
    /// <param name="warn">Told, in one line each, of events whose fields are not known.</param>
    /// <param name="cancellation">Ends it; nothing is left behind.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="InvalidDataException">The file's beginning breaks the format.</exception>
    /// <exception cref="IOException">The file cannot be read, or the trace not be written.</exception>
    public static NettraceConversion Convert(string path, string outputDirectory, CtfVersion version, Action<string> warn, CancellationToken cancellation = default)
    {
        using var directory = TraceDirectory.Create(outputDirectory);
        DomainTrace? trace = null;
        try
        {
            var transcoder = new CtfTranscoder(Open, warn);
            var fault = Read(path, new(transcoder, path), cancellation);
            if (trace is null) throw new InvalidDataException(fault);
            transcoder.Flush();
            directory.Keep();
            return new(transcoder.Events, transcoder.Discarded, transcoder.LateEvents, fault);
        }
        finally
        {
            trace?.Dispose();
        }

        CtfOutput Open(TraceStart start)
        {
            var clock = ClockOf(start);
            var stream = CtfTranscoder.StreamClass(clock, start, stacks: true);
            var traceClass = new TraceClass { Version = version, Uuid = Guid.NewGuid(), PacketHeader = LttngLayout.PacketHeader };
            traceClass.Environment.AddRange(Environment(Path.GetFileNameWithoutExtension(path), start));
            traceClass.Clocks.Add(clock);
            traceClass.Streams.Add(stream);
            trace = new(directory.Path, traceClass);
            return new(stream, trace.CreateStream, trace.WriteMetadata, static ticks => (ulong)Math.Max(0, ticks));
        }
    }

    /// <summary>Reads to the end; returns the fault that ended it early.</summary>
    private static string? Read(string path, NettraceReader reader, CancellationToken cancellation)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[1 << 16];
        try
        {
            for (int count; (count = file.Read(bytes)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                reader.Feed(bytes.AsSpan(0, count));
            }
        }
        catch (InvalidDataException e)
        {
            reader.Complete();
            return e.Message;
        }

        return reader.Complete();
    }

    /// <summary>The clock of the stream; its distance from 1970 is known to the millisecond.</summary>
    private static ClockClass ClockOf(TraceStart start)
    {
        var frequency = start.TickFrequency;
        var offset = ((Int128)(start.SyncTime - DateTimeOffset.UnixEpoch).Ticks * frequency / TimeSpan.TicksPerSecond) - start.SyncTicks;
        var (seconds, cycles) = (offset / frequency, offset % frequency);
        if (cycles < 0) (seconds, cycles) = (seconds - 1, cycles + frequency);
        return new()
        {
            Name = "monotonic",
            Description = "The clock of the nettrace stream",
            Frequency = (ulong)frequency,
            OffsetSeconds = (long)seconds,
            OffsetCycles = (long)cycles,
            Precision = (ulong)frequency / 1000,
            OriginIsUnixEpoch = true,
        };
    }

    /// <summary>That of an LTTng-UST trace, without what a nettrace stream does not say.</summary>
    private static IEnumerable<EnvironmentEntry> Environment(string name, TraceStart start)
    {
        yield return new("domain", "ust");
        yield return new("tracer_name", "lttng-ust");
        yield return new("tracer_major", 2);
        yield return new("tracer_minor", 13);
        yield return new("trace_name", name);
        yield return new("trace_creation_datetime", UserTraceEnvironment.Iso8601(start.SyncTime));
        if (start.ProcessId != 0) yield return new("vpid", start.ProcessId);
        yield return new("architecture_bit_width", 8 * start.PointerSize);
        yield return new("nettrace_version", start.Version);
        yield return new("braid_version", BraidVersion.Text);
    }
}
