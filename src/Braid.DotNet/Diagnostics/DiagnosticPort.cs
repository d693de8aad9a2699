using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Braid.DotNet.Diagnostics;

/// <summary>
/// A port to which .NET processes connect at their start, and wait: those that have <see cref="EnvironmentValue"/> in their
/// environment. A thread of the port tells of each. Sources: dotnet/diagnostics, ipc-protocol.md, "Diagnostic Ports".
/// </summary>
public sealed class DiagnosticPort : IDisposable
{
    /// <summary>The variable that names the port.</summary>
    public const string EnvironmentVariable = "DOTNET_DiagnosticPorts";

    private const int AdvertiseSize = 34;

    private readonly Action<DotNetProcess> _connected;
    private readonly DirectoryInfo _directory;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Thread _thread;

    /// <summary>By runtime cookie. Owned by the thread, after which it is disposed of.</summary>
    private readonly Dictionary<Guid, ReverseEndpoint> _processes = [];

    /// <summary>Opens a port of this user's.</summary>
    /// <param name="connected">Told once of each process; it waits until it is resumed. Called by the port's thread, must not block.</param>
    public DiagnosticPort(Action<DotNetProcess> connected)
    {
        _connected = connected;
        _directory = Directory.CreateTempSubdirectory("braid-port-");
        var path = Path.Combine(_directory.FullName, "port");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        EnvironmentValue = path + ",suspend";
        _thread = new Thread(Run) { IsBackground = true, Name = "braid dotnet port" };
        _thread.Start();
    }

    /// <summary>The value of <see cref="EnvironmentVariable"/> for programs to come.</summary>
    public string EnvironmentValue { get; }

    /// <summary>Closes the port. Processes that wait at their start and were not resumed wait on.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
        foreach (var process in _processes.Values) process.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Run()
    {
        var advertise = new byte[AdvertiseSize];
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return; // closed
            }

            if (!TryReadAdvertise(socket, advertise))
            {
                socket.Dispose();
                continue;
            }

            var cookie = new Guid(advertise.AsSpan(8, 16));
            if (!_processes.TryGetValue(cookie, out var endpoint))
            {
                var pid = PeerPid(socket);
                _processes[cookie] = endpoint = new(pid);
                endpoint.Add(socket);
                _connected(new(pid, endpoint));
                continue;
            }

            endpoint.Add(socket);
        }
    }

    /// <summary>Reads "ADVR_V1", the cookie, the pid, two bytes. Whoever connects and sends anything else is no runtime.</summary>
    private static bool TryReadAdvertise(Socket socket, byte[] advertise)
    {
        socket.ReceiveTimeout = 1000;
        try
        {
            for (var have = 0; have < AdvertiseSize;)
            {
                var count = socket.Receive(advertise.AsSpan(have));
                if (count == 0) return false;
                have += count;
            }
        }
        catch (SocketException)
        {
            return false;
        }

        return advertise.AsSpan().StartsWith("ADVR_V1\0"u8);
    }

    /// <summary>The pid as this process sees it (unix(7), SO_PEERCRED); the advertised one is that of the process's own namespace.</summary>
    private static int PeerPid(Socket socket)
    {
        const int solSocket = 1, soPeerCred = 17;
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(solSocket, soPeerCred, credentials);
        return MemoryMarshal.Read<int>(credentials);
    }
}
