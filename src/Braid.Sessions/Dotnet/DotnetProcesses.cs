using System.Globalization;
using System.IO.Enumeration;
using Braid.DotNet.Diagnostics;

namespace Braid.Sessions.Dotnet;

/// <summary>Finds .NET processes in /proc, each once. One thread at a time.</summary>
/// <param name="name">A glob for the kernel's name of them; null for all.</param>
internal sealed class DotnetProcesses(string? name)
{
    /// <summary>A program opens its port some time after its process began: that often a process is looked at.</summary>
    private const int MostLooks = 10;

    /// <summary>How often each process was looked at; <see cref="MostLooks"/> when no more is to be seen.</summary>
    private Dictionary<int, int> _looks = [];

    /// <summary>The .NET processes that may be asked and were not there the last time.</summary>
    public List<DotNetProcess> FindNew()
    {
        var found = new List<DotNetProcess>();
        var looks = new Dictionary<int, int>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) || pid == Environment.ProcessId) continue;
            var look = _looks.GetValueOrDefault(pid);
            if (look < MostLooks)
            {
                look++;
                if (HasName(pid) && DotNetProcess.TryFind(pid) is { } process)
                {
                    found.Add(process);
                    look = MostLooks;
                }
            }

            looks[pid] = look;
        }

        _looks = looks;
        return found;
    }

    private bool HasName(int pid)
    {
        if (name is null) return true;
        try
        {
            return FileSystemName.MatchesSimpleExpression(name, File.ReadAllText($"/proc/{pid}/comm").TrimEnd('\n'), ignoreCase: false);
        }
        catch (IOException)
        {
            return false; // ended meanwhile
        }
    }
}
