using System.Diagnostics;

namespace Braid.Bridge.Sources;

/// <summary>
/// All ActivitySources of the program. One listener finds them and listens to none; each that is wanted gets a listener of
/// its own.
/// </summary>
internal sealed class ActivityBridge : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ActivityListener _finder;

    /// <summary>Owned by who holds the lock.</summary>
    private readonly Dictionary<ActivitySource, BridgedActivitySource> _sources = [];

    public ActivityBridge(ProviderFilter filter)
    {
        _finder = new() { ShouldListenTo = Find };
        ActivitySource.AddActivityListener(_finder);

        bool Find(ActivitySource source)
        {
            BridgedActivitySource? bridged = null;
            lock (_lock)
            {
                if (filter.Takes(source.Name) && !_sources.ContainsKey(source)) _sources[source] = bridged = new(source);
            }

            bridged?.Apply();
            return false;
        }
    }

    /// <summary>Listens to what is wanted now, and to nothing else.</summary>
    public void Apply()
    {
        BridgedActivitySource[] sources;
        lock (_lock) sources = [.. _sources.Values];
        foreach (var source in sources) source.Apply();
    }

    public void Dispose()
    {
        _finder.Dispose();
        lock (_lock)
        {
            foreach (var source in _sources.Values) source.Dispose();
        }
    }
}
