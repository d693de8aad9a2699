using System.Buffers.Binary;

namespace Braid.DotNet.Diagnostics;

/// <summary>A running .NET process and the commands of its diagnostic port. Thread-safe: each command has a connection of its own.</summary>
public sealed class DotNetProcess
{
    private const uint NettraceFormat = 1, PerfMapOnly = 3;

    /// <summary>What runtimes before .NET 9 do when they are asked for a rundown.</summary>
    private const ulong RundownKeywords = 0x8002_0139;

    /// <summary>COR_E_NOTSUPPORTED and COR_E_FILELOAD of corerror.h.</summary>
    private const int NotSupported = unchecked((int)0x80131515), NotLoaded = unchecked((int)0x80131621);

    /// <summary>Stopping sends all that is in the buffer before it replies.</summary>
    private static readonly TimeSpan s_stopping = TimeSpan.FromMinutes(1);

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

    /// <summary>As <see cref="Find"/>; null where that would throw.</summary>
    public static DotNetProcess? TryFind(int pid) => ProcessSocket.TryFind(pid) is { } socket ? new(pid, socket) : null;

    /// <summary>What it says of itself; null before .NET 6.</summary>
    /// <exception cref="DiagnosticsException">The process does not reply.</exception>
    public RuntimeInfo? Info()
    {
        using var connection = _endpoint.Connect();
        if (connection.Ask(new Message(Command.ProcessInfo2)) is not { Length: >= 24 } reply) return null;
        ReadOnlySpan<byte> rest = reply.AsSpan(24); // process id and cookie
        var texts = new string?[5]; // command line, OS, architecture, assembly, version
        for (var i = 0; i < texts.Length; i++) texts[i] = Message.TakeString(ref rest);
        return new(texts[3] ?? "", texts[4] ?? "");
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

    /// <summary>
    /// Lets it write <c>perf-PID.map</c>: the names of compiled methods, those of now and those to come (the format is that of
    /// perf: start and length in hexadecimal, name).
    /// </summary>
    /// <returns>Where the map is, as the process sees it; null when its runtime cannot (before .NET 8).</returns>
    /// <exception cref="DiagnosticsException">The process refuses or does not reply.</exception>
    public string? EnablePerfMap()
    {
        using var connection = _endpoint.Connect();
        if (connection.Ask(new Message(Command.EnablePerfMap).Add(PerfMapOnly)) is null) return null;
        return OfProcess(static pid => $"{ProcessSocket.TemporaryDirectory(pid)}/perf-{ProcessSocket.PidInNamespace(pid)}.map");
    }

    /// <summary>
    /// Lets it load an assembly and run the method <c>StartupHook.Initialize</c> in it, on its diagnostics thread; returns
    /// when that has. An assembly that it has loaded before is not loaded again, but runs again.
    /// </summary>
    /// <param name="assembly">The file, as the process sees it.</param>
    /// <exception cref="DiagnosticsException">The runtime is too old or has no startup hooks, the method has thrown, or the process does not reply.</exception>
    public void ApplyStartupHook(string assembly)
    {
        using var connection = _endpoint.Connect();
        try
        {
            if (connection.Ask(new Message(Command.ApplyStartupHook).Add(assembly)) is null)
                throw new DiagnosticsException($"process {Pid}: its .NET runtime is too old to load anything while it runs; that takes .NET 8 or later");
        }
        catch (DiagnosticsException e) when (e.HResult == NotSupported)
        {
            throw new DiagnosticsException($"process {Pid} cannot load an assembly: it was compiled to native code or built without startup hooks", e);
        }
        catch (DiagnosticsException e) when (e.HResult == NotLoaded)
        {
            throw new DiagnosticsException($"process {Pid} cannot load {assembly}: it has one of that name from another version, until it is started again", e);
        }
    }

    /// <summary>The directory of temporary files, as the process sees it; its diagnostic socket is there.</summary>
    /// <exception cref="DiagnosticsException">The process has ended.</exception>
    public string TemporaryDirectory => OfProcess(ProcessSocket.TemporaryDirectory);

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
        connection.Ask(new Message(Command.StopTracing).Add(session), s_stopping);
    }

    private string OfProcess(Func<int, string> ask)
    {
        try
        {
            return ask(Pid);
        }
        catch (IOException e)
        {
            throw new DiagnosticsException($"process {Pid} has ended", e);
        }
    }

    private static Message CollectTracing(Command command, TracingOptions options)
    {
        var message = new Message(command);
        if (command >= Command.CollectTracing5) message.Add(0u); // a stream on this connection
        message.Add((uint)options.BufferMegabytes).Add(NettraceFormat);
        if (command >= Command.CollectTracing4) message.Add(options.Rundown ? RundownKeywords : 0UL);
        else message.Add(options.Rundown);
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
