using System.Globalization;
using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Runtime;

/// <summary>
/// Takes the names of methods out of a stream, from the events with which a runtime ends it when it was asked to (event 144,
/// MethodDCEndVerbose): those compiled ahead of time too, which perf maps leave out. The events of <see cref="Provider"/> end
/// here; all others go on. One thread at a time.
/// </summary>
/// <param name="next">Takes the other events.</param>
public sealed class MethodRundown(INettraceSink next) : INettraceSink
{
    /// <summary>The provider of these events.</summary>
    public const string Provider = "Microsoft-Windows-DotNETRuntimeRundown";

    private const int MethodEnd = 144;

    /// <summary>By the address of the first instruction.</summary>
    private readonly Dictionary<ulong, (uint Size, string Name)> _methods = [];

    /// <inheritdoc/>
    public void OnStart(TraceStart start) => next.OnStart(start);

    /// <inheritdoc/>
    public void OnEvent(in NettraceEvent e)
    {
        if (e.Description.Provider != Provider) next.OnEvent(e);
        else if (e.Description.EventId == MethodEnd) Add(e.Payload);
    }

    /// <inheritdoc/>
    public void OnLost(ulong count, int processor) => next.OnLost(count, processor);

    /// <summary>Adds the methods that the perf map at <paramref name="path"/> has not, in its format; makes the file when there is none.</summary>
    /// <returns>Whether the file has methods now.</returns>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public bool AppendTo(string path)
    {
        var known = new HashSet<ulong>();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            var end = line.IndexOf(' ', StringComparison.Ordinal);
            if (end > 0 && ulong.TryParse(line.AsSpan(0, end), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)) known.Add(start);
        }

        var missing = _methods.Where(m => !known.Contains(m.Key)).OrderBy(m => m.Key).Select(m => FormattableString.Invariant($"{m.Key:x} {m.Value.Size:x} {m.Value.Name}")).ToList();
        if (missing.Count > 0) File.AppendAllLines(path, missing);
        return known.Count + missing.Count > 0;
    }

    /// <summary>u64 method, u64 module, u64 start, u32 size, u32 token, u32 flags, then namespace, name and signature in UTF-16.</summary>
    private void Add(ReadOnlySpan<byte> payload)
    {
        var cursor = new ByteCursor(payload, 0, "MethodDCEndVerbose");
        cursor.Take(16);
        var start = (ulong)cursor.Int64();
        var size = cursor.UInt32();
        cursor.Take(8);
        var name = $"{cursor.Utf16()}::{cursor.Utf16()}";
        if (size > 0) _methods[start] = (size, name);
    }
}
