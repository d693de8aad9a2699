using System.Globalization;
using System.Net.Sockets;

namespace Braid.DotNet.Diagnostics;

/// <summary>
/// The socket on which every .NET process since .NET Core 3.0 listens, <c>$TMPDIR/dotnet-diagnostic-PID-KEY-socket</c>: as
/// the process sees its file system and its own PID, so that programs in containers are found too. KEY is its start time.
/// </summary>
internal sealed class ProcessSocket : IDiagnosticsEndpoint
{
    /// <summary>sun_path of sockaddr_un, with its closing 0.</summary>
    private const int LongestPath = 107;

    private readonly string _path;
    private readonly string _process;

    private ProcessSocket(string path, string process)
    {
        _path = path;
        _process = process;
    }

    /// <summary>Finds the socket of the process <paramref name="pid"/>.</summary>
    /// <exception cref="DiagnosticsException">There is no such process, it is no .NET process, or it may not be asked.</exception>
    public static ProcessSocket Find(int pid)
    {
        var process = $"process {pid}";
        try
        {
            var directory = $"/proc/{pid}/root" + TemporaryDirectory(pid);
            var (own, key) = (PidInNamespace(pid), StartTime(pid));
            var sockets = Directory.Exists(directory) ? Directory.GetFiles(directory, $"dotnet-diagnostic-{own}-*-socket") : [];
            if (sockets.Length == 0)
                throw new DiagnosticsException($"{process} is no .NET process, or one with DOTNET_EnableDiagnostics=0: there is no dotnet-diagnostic-{own}-*-socket in its {directory[$"/proc/{pid}/root".Length..]}");

            // Others are left over from processes that had the PID before and were killed.
            // In another time namespace the process has another key of its own.
            var path = Array.Find(sockets, s => s.EndsWith($"-{key}-socket", StringComparison.Ordinal)) ?? sockets.MaxBy(File.GetLastWriteTimeUtc)!;
            if (path.Length > LongestPath) throw new DiagnosticsException($"{process}: the path of its diagnostic socket is longer than {LongestPath} bytes: {path}");
            return new(path, process);
        }
        catch (IOException e) when (e is not DiagnosticsException)
        {
            // Not found, or, while it was being read, no such process.
            throw new DiagnosticsException($"no process has the PID {pid}", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DiagnosticsException($"{process} may not be asked: permission denied; run as its user or as root", e);
        }
    }

    /// <summary>As <see cref="Find"/>; null where that would throw.</summary>
    public static ProcessSocket? TryFind(int pid)
    {
        try
        {
            return Find(pid);
        }
        catch (DiagnosticsException)
        {
            return null;
        }
    }

    public Connection Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(_path));
            return new(socket, _process);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            socket.Dispose();
            throw new DiagnosticsException($"{_process} is no .NET process, or one with DOTNET_EnableDiagnostics=0: nobody listens at {_path}, which a process of its PID has left", e);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new DiagnosticsException($"{_process}: cannot connect to {_path}: {e.Message}", e);
        }
    }

    /// <summary>The directory of temporary files, as the process sees it.</summary>
    public static string TemporaryDirectory(int pid)
    {
        const string name = "TMPDIR=";
        var entry = Array.Find(File.ReadAllText($"/proc/{pid}/environ").Split('\0'), e => e.StartsWith(name, StringComparison.Ordinal));
        return entry is { Length: > 7 } ? entry[name.Length..].TrimEnd('/') : "/tmp";
    }

    /// <summary>The PID that the process has in its own namespace.</summary>
    public static string PidInNamespace(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").FirstOrDefault(l => l.StartsWith("NSpid:", StringComparison.Ordinal));
        return line is null ? pid.ToString(CultureInfo.InvariantCulture) : line[(line.LastIndexOf('\t') + 1)..];
    }

    /// <summary>Field 22 of /proc/PID/stat (proc_pid_stat(5)), counted from the end of the command in parentheses.</summary>
    private static string StartTime(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
