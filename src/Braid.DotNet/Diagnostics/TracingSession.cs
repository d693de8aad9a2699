namespace Braid.DotNet.Diagnostics;

/// <summary>A session in a .NET process, and the nettrace stream that comes of it.</summary>
public sealed class TracingSession : IDisposable
{
    private readonly DotNetProcess _process;
    private readonly Connection _connection;
    private readonly ulong _id;

    internal TracingSession(DotNetProcess process, Connection connection, ulong id)
    {
        _process = process;
        _connection = connection;
        _id = id;
    }

    /// <summary>Waits for bytes of the stream; 0 at its end: after <see cref="Stop"/>, or when the process is gone. One thread at a time.</summary>
    public int Read(Span<byte> bytes) => _connection.Read(bytes);

    /// <summary>Ends the session: the process sends what it still has. Another thread reads meanwhile, or the process would wait for ever.</summary>
    /// <exception cref="DiagnosticsException">The process does not reply: it is gone.</exception>
    public void Stop() => _process.Stop(_id);

    /// <summary>Hangs up, which also ends the session in the process.</summary>
    public void Dispose() => _connection.Dispose();
}
