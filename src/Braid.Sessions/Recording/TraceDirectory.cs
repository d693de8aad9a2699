using Braid.Linux.Files;

namespace Braid.Sessions.Recording;

/// <summary>
/// The directory of one recording. It is made when the recording begins and, until <see cref="Keep"/> is called, removed
/// with everything in it on dispose, so that a recording that fails leaves nothing half-made behind.
/// </summary>
public sealed class TraceDirectory : IDisposable
{
    private readonly bool _existed;
    private bool _kept;

    private TraceDirectory(string path, bool existed)
    {
        Path = path;
        _existed = existed;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes <paramref name="path"/>, or takes it when it is there and empty.</summary>
    /// <exception cref="IOException">It holds files, is no directory, or cannot be made or written.</exception>
    public static TraceDirectory Create(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        var existed = Directory.Exists(path);
        if (!existed && File.Exists(path)) throw new IOException($"{path}: is a file, not a directory");
        if (existed && Directory.EnumerateFileSystemEntries(path).Any()) throw new IOException($"{path}: is not empty");
        try
        {
            Directory.CreateDirectory(path);
            ProbeWritable(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!existed && Directory.Exists(path)) Directory.Delete(path);
            throw new IOException($"{path}: cannot write here: {Reason(e)}", e);
        }

        return new TraceDirectory(path, existed);
    }

    /// <summary>The path, or one beside it when that exists: a program that goes on as another one, by exec, keeps its start and its PID.</summary>
    internal static string Unused(string path)
    {
        var unused = path;
        for (var i = 2; System.IO.Directory.Exists(unused); i++) unused = $"{path}-{i}";
        return unused;
    }

    /// <summary>The default name of a trace begun at <paramref name="time"/>, as LTTng forms it: <c>NAME-YYYYmmdd-HHMMSS</c>.</summary>
    public static string DefaultName(string name, DateTimeOffset time) => $"{name}-{time.ToLocalTime():yyyyMMdd-HHmmss}";

    /// <summary>Keeps the directory, and gives it and its files to the user on whose behalf this process runs.</summary>
    public void Keep()
    {
        _kept = true;
        FileOwner.Invoking?.Own(Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_kept || !Directory.Exists(Path)) return;
        if (!_existed)
        {
            Directory.Delete(Path, recursive: true);
            return;
        }

        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo directory) directory.Delete(recursive: true);
            else entry.Delete();
        }
    }

    /// <summary>Writes a block, so that a full or read-only file system is found before anything is recorded.</summary>
    private static void ProbeWritable(string path)
    {
        var probe = System.IO.Path.Combine(path, ".braid-probe");
        try
        {
            File.WriteAllBytes(probe, new byte[4096]);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>The cause alone: .NET's message repeats the path, which ours already names.</summary>
    private static string Reason(Exception e)
    {
        var end = e.Message.IndexOf(" : ", StringComparison.Ordinal);
        if (e is UnauthorizedAccessException) return "permission denied";
        return end < 0 ? e.Message : e.Message[..end];
    }
}
