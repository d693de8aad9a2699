using System.Runtime.InteropServices;
using Braid.DotNet.Diagnostics;
using Braid.Linux.Processes;

namespace Braid.Sessions.Dotnet;

/// <summary>
/// The bridge in a running .NET process: an assembly that the process loads, and that turns its EventSources, activities,
/// log lines and measurements into tracepoints. It is code that runs in the program, which nobody gets without asking.
/// </summary>
public sealed partial class DotnetBridge
{
    private const string Assembly = "Braid.Bridge.dll", DirectoryPrefix = "braid-bridge-", Deleted = " (deleted)";
    private const uint DirectoryForAll = 0x1ED /* 0755 */, FileForAll = 0x1A4 /* 0644 */;

    private readonly DotNetProcess _process;

    /// <summary>What the path of a file, as the process sees it, begins with here.</summary>
    private readonly string _root;

    private DotnetBridge(DotNetProcess process)
    {
        _process = process;
        _root = IsInOurs(process.Pid) ? "" : $"/proc/{process.Pid}/root";
    }

    /// <summary>Finds the process.</summary>
    /// <exception cref="DiagnosticsException">There is none, it is no .NET process, or it may not be asked.</exception>
    public static DotnetBridge Of(int pid) => new(DotNetProcess.Find(pid));

    /// <summary>
    /// Puts the bridge on, or changes what it takes. Again for the same providers, it does nothing. Returns when the process
    /// has done it.
    /// </summary>
    /// <param name="providers">Globs for the names of EventSources, ActivitySources and Meters; none for all but the EventSources of the framework.</param>
    /// <exception cref="DiagnosticsException">The process cannot load it, or has that of another version.</exception>
    /// <exception cref="IOException">There is no place for the assembly where the process sees it.</exception>
    public void PutOn(IReadOnlyList<string> providers) => Ask(string.Join('\n', providers));

    /// <summary>Takes it off: it listens to nothing any more. Its code stays loaded until the process ends.</summary>
    /// <exception cref="DiagnosticsException">It is not in the process, or the process does not reply.</exception>
    /// <exception cref="IOException">There is no place for the request where the process sees it.</exception>
    public void TakeOff()
    {
        if (LoadedFrom() is null) throw new DiagnosticsException($"process {_process.Pid} has no bridge");
        Ask("detach");
    }

    /// <summary>The files are there as long as the process needs them to load.</summary>
    private void Ask(string request)
    {
        // An assembly that is loaded looks for the request where it came from.
        var assembly = LoadedFrom() ?? $"{PlainTemporaryDirectory()}/{DirectoryPrefix}{Guid.NewGuid():N}/{Assembly}";
        var directory = _root + Path.GetDirectoryName(assembly);
        if (MakeDirectory(directory, DirectoryForAll) != 0)
            throw new IOException($"process {_process.Pid}: cannot make {directory}: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            Allow(directory, DirectoryForAll);
            using (var carried = typeof(DotnetBridge).Assembly.GetManifestResourceStream(Assembly)!) Write(_root + assembly, carried);
            Write($"{directory}/request", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(request)));
            _process.ApplyStartupHook(assembly);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        if (LoadedFrom() is null) throw new DiagnosticsException($"process {_process.Pid}: its runtime has not loaded the bridge: it was built without startup hooks");
    }

    /// <summary>Where the process has loaded the bridge from; null when it has not.</summary>
    private string? LoadedFrom()
    {
        using var process = ProcessSnapshot.TryTake(_process.Pid) ?? throw new DiagnosticsException($"process {_process.Pid} has ended, or may not be looked at");
        var mapping = process.Mappings.FirstOrDefault(static m => m.Path.Contains($"/{DirectoryPrefix}", StringComparison.Ordinal) && WithoutMark(m.Path).EndsWith($"/{Assembly}", StringComparison.Ordinal));
        return mapping.Path is null ? null : WithoutMark(mapping.Path);
    }

    private static string WithoutMark(string path) => path.EndsWith(Deleted, StringComparison.Ordinal) ? path[..^Deleted.Length] : path;

    /// <summary>A link in another file system would lead somewhere in ours.</summary>
    private string PlainTemporaryDirectory()
    {
        var directory = _process.TemporaryDirectory;
        for (var part = directory; _root.Length > 0 && part.Length > 1; part = Path.GetDirectoryName(part)!)
        {
            if (new FileInfo(_root + part).LinkTarget is not null)
                throw new IOException($"process {_process.Pid}: its directory of temporary files, {directory}, is reached by a symbolic link in a container");
        }

        return directory;
    }

    private static void Write(string path, Stream content)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        content.CopyTo(file);
        Allow(path, FileForAll);
    }

    /// <summary>Whatever the umask: the process may be another user's.</summary>
    private static void Allow(string path, uint mode)
    {
        if (ChangeMode(path, mode) != 0) throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static bool IsInOurs(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/mnt").LinkTarget == new FileInfo("/proc/self/ns/mnt").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticsException($"process {pid} may not be looked at: run as its user or as root", e);
        }
    }

    [LibraryImport("libc", EntryPoint = "mkdir", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeDirectory(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeMode(string path, uint mode);
}
