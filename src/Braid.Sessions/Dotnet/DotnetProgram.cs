using System.Diagnostics;
using Braid.DotNet.Diagnostics;
using Braid.Linux.Processes;

namespace Braid.Sessions.Dotnet;

/// <summary>A .NET process that is recorded.</summary>
/// <param name="Pid">As this process sees it.</param>
/// <param name="Name">As the kernel knows it.</param>
/// <param name="Assembly">Its entry assembly; the name where the runtime does not say.</param>
/// <param name="RuntimeVersion">For example <c>10.0.1</c>; empty when the runtime does not say.</param>
/// <param name="StartTime">When it began.</param>
/// <param name="PerfMap">The file with the names of its methods, as it sees it; null when stacks are not recorded.</param>
/// <param name="MonotonicOffset">What its CLOCK_MONOTONIC is ahead of this process's, in nanoseconds.</param>
internal sealed record DotnetProgram(int Pid, string Name, string Assembly, string RuntimeVersion, DateTimeOffset StartTime, string? PerfMap, long MonotonicOffset)
{
    /// <summary>Asks the process and the kernel, and with <paramref name="stacks"/> for the names of methods.</summary>
    /// <exception cref="DiagnosticsException">It does not reply.</exception>
    public static DotnetProgram Of(DotNetProcess process, bool stacks)
    {
        var info = process.Info();
        var map = stacks ? process.EnablePerfMap() : null;
        try
        {
            var name = File.ReadAllText($"/proc/{process.Pid}/comm").TrimEnd('\n');
            using var started = Process.GetProcessById(process.Pid);
            var assembly = string.IsNullOrEmpty(info?.Assembly) ? name : info.Assembly;
            return new(process.Pid, name, Path.GetFileName(assembly), info?.Version ?? "", started.StartTime, map, TimeNamespace.MonotonicOffset(process.Pid) ?? throw new DiagnosticsException($"process {process.Pid} is in a time namespace whose offset the kernel does not tell"));
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
        {
            throw new DiagnosticsException($"process {process.Pid} has ended", e);
        }
    }

    /// <summary>Copies the names of its methods to <paramref name="path"/>; false when there are none.</summary>
    public bool TryCopyPerfMap(string path)
    {
        if (PerfMap is null) return false;

        // As long as it runs, through its own root: it may be in a container.
        var map = Array.Find([$"/proc/{Pid}/root{PerfMap}", PerfMap], File.Exists);
        if (map is null) return false;
        File.Copy(map, path);
        return true;
    }
}
