using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Braid.DotNet.Diagnostics;

/// <summary>A process that connects to a <see cref="DiagnosticPort"/>: again after each command.</summary>
internal sealed class ReverseEndpoint(int pid) : IDiagnosticsEndpoint, IDisposable
{
    /// <summary>It reconnects at once; its diagnostics thread needs CPU time only.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly BlockingCollection<Socket> _connections = [];

    public void Add(Socket connection) => _connections.Add(connection);

    public Connection Connect() => _connections.TryTake(out var socket, s_patience)
        ? new(socket, $"process {pid}")
        : throw new DiagnosticsException($"process {pid}: does not connect to the diagnostic port again within {s_patience.TotalSeconds:0} s");

    public void Dispose()
    {
        while (_connections.TryTake(out var socket)) socket.Dispose();
    }
}
