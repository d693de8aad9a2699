using System.Buffers.Binary;

namespace Braid.DotNet.Diagnostics;

/// <summary>A running .NET process and the commands of its diagnostic port. Thread-safe: each command has a connection of its own.</summary>
public sealed class DotNetProcess
{
    private const uint NettraceFormat = 1, PerfMapOnly = 3;

    private readonly IDiagnosticsEndpoint _endpoint;

    internal DotNetProcess(int pid, IDiagnosticsEndpoint endpoint)
    {
        Pid = pid;
        _endpoint = endpoint;
    }

    /// <summary>The process as this one sees it.</summary>
    public int Pid { get; }

    /// <summary>Finds the diagnostic port of a running process.</summary>
    /// <exception cref="DiagnosticsException">There is no such process, it is no .NET process, or it may not be asked.</exception>
    public static DotNetProcess Find(int pid) => new(pid, ProcessSocket.Find(pid));

    /// <summary>Tells whether a process has a diagnostic port that may be asked.</summary>
    public static bool Exists(int pid) => ProcessSocket.Exists(pid);

    /// <summary>The version of its runtime, for example <c>10.0.1</c>; null before .NET 6.</summary>
    /// <exception cref="DiagnosticsException">The process does not reply.</exception>
    public string? RuntimeVersion()
    {
        using var connection = _endpoint.Connect();
        if (connection.Ask(new Message(Command.ProcessInfo2)) is not { Length: >= 24 } reply) return null;
        ReadOnlySpan<byte> rest = reply.AsSpan(24); // process id and cookie
        string? text = null;
        for (var i = 0; i < 5; i++) text = Message.TakeString(ref rest); // command line, OS, architecture, assembly, version
        return text;
    }

    /// <summary>Starts a session. The caller owns it, and reads it until its end: while nobody reads, events are lost.</summary>
    /// <exception cref="DiagnosticsException">The runtime refuses or is too old.</exception>
    public TracingSession Trace(TracingOptions options)
    {
        Command[] newestFirst = [Command.CollectTracing5, Command.CollectTracing4, Command.CollectTracing3, Command.CollectTracing2];
        foreach (var command in newestFirst)
        {
            var connection = _endpoint.Connect();
            try
            {
                if (connection.Ask(CollectTracing(command, options)) is not { } reply)
                {
                    connection.Dispose();
                    continue;
                }

                if (reply.Length < 8) throw new DiagnosticsException($"process {Pid}: names no session");
                return new(this, connection, BinaryPrimitives.ReadUInt64LittleEndian(reply));
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }

        throw new DiagnosticsException($"process {Pid}: its .NET runtime is too old; events are to be had from .NET 5 on");
    }

    /// <summary>Lets it write <c>/tmp/perf-PID.map</c>: the names of compiled methods, those of now and those to come.</summary>
    /// <returns>False when its runtime cannot (before .NET 8).</returns>
    /// <exception cref="DiagnosticsException">The process does not reply.</exception>
    public bool TryEnablePerfMap()
    {
        using var connection = _endpoint.Connect();
        return connection.Ask(new Message(Command.EnablePerfMap).Add(PerfMapOnly)) is not null;
    }

    /// <summary>Lets a runtime go on that waits at its start.</summary>
    /// <exception cref="DiagnosticsException">The process does not reply.</exception>
    public void Resume()
    {
        using var connection = _endpoint.Connect();
        connection.Ask(new Message(Command.ResumeRuntime));
    }

    internal void Stop(ulong session)
    {
        using var connection = _endpoint.Connect();
        connection.Ask(new Message(Command.StopTracing).Add(session));
    }

    private static Message CollectTracing(Command command, TracingOptions options)
    {
        var message = new Message(command);
        if (command >= Command.CollectTracing5) message.Add(0u); // a stream on this connection
        message.Add((uint)options.BufferMegabytes).Add(NettraceFormat);
        if (command >= Command.CollectTracing4) message.Add(0UL); // no rundown
        else message.Add(false);
        if (command >= Command.CollectTracing3) message.Add(options.Stacks);
        message.Add((uint)options.Providers.Count);
        foreach (var provider in options.Providers)
        {
            message.Add(provider.Keywords).Add((uint)provider.Level).Add(provider.Name).Add(provider.Arguments);
            if (command >= Command.CollectTracing5) message.Add(false).Add(0u); // no list of event ids: all
        }

        return message;
    }
}
