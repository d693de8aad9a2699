using System.Text;
using Braid.Tracing;

namespace Braid.Bridge.Events;

/// <summary>
/// The tracepoints of the bridge. They are registered for the life of the process, so that a bridge that is put on again
/// finds them here. Thread-safe.
/// </summary>
internal static class TracepointTable
{
    /// <summary>By all that makes a tracepoint. Owned by who holds its lock.</summary>
    private static readonly Dictionary<string, Tracepoint> s_tracepoints = [];

    /// <summary>The tracepoint of this name, level and fields; the names are clean.</summary>
    public static Tracepoint Get(string provider, string name, TraceLevel level, params ReadOnlySpan<TraceField> fields)
    {
        var key = new StringBuilder($"{provider}:{name}\n{level}");
        foreach (var field in fields) key.Append('\n').Append(Convert.ToHexString(field.Schema));
        lock (s_tracepoints)
        {
            if (s_tracepoints.TryGetValue(key.ToString(), out var tracepoint)) return tracepoint;
            return s_tracepoints[key.ToString()] = new(provider, name, level, fields);
        }
    }
}
