using System.Diagnostics.Metrics;

namespace Braid.Bridge.Sources;

/// <summary>
/// All instruments of the program's Meters whose measurements arise one by one. Those that are observed have none of their
/// own until somebody asks, and the bridge does not ask: that would run code of the program.
/// </summary>
internal sealed class MeterBridge : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener = new();

    /// <summary>Owned by who holds the lock.</summary>
    private readonly List<BridgedInstrument> _instruments = [];

    private readonly InstrumentDump _dump = new();

    public MeterBridge(ProviderFilter filter)
    {
        _listener.InstrumentPublished = Find;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record((long)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record((double)value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => ((BridgedInstrument)state!).Record((double)value, tags));
        _listener.Start();

        void Find(Instrument instrument, MeterListener listener)
        {
            if (instrument.IsObservable || !filter.Takes(instrument.Meter.Name)) return;
            var bridged = new BridgedInstrument(instrument);
            lock (_lock)
            {
                _instruments.Add(bridged);
                _dump.Add(instrument);
                bridged.Apply(listener);
            }
        }
    }

    /// <summary>Listens to what is wanted now, and to nothing else.</summary>
    public void Apply()
    {
        lock (_lock)
        {
            _dump.Apply();
            foreach (var instrument in _instruments) instrument.Apply(_listener);
        }
    }

    public void Dispose() => _listener.Dispose();
}
