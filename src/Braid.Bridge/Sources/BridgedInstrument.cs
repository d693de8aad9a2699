using System.Diagnostics.Metrics;
using Braid.Bridge.Events;
using Braid.Tracing;

namespace Braid.Bridge.Sources;

/// <summary>One instrument: each of its measurements as <c>METER:INSTRUMENT</c>, an integer or a floating-point number as it is.</summary>
internal sealed class BridgedInstrument
{
    private readonly Instrument _instrument;
    private readonly Tracepoint _tracepoint;
    private bool _isListening;

    public BridgedInstrument(Instrument instrument)
    {
        _instrument = instrument;
        var value = IsOfIntegers(instrument) ? TraceField.Integer("Value", 64, signed: true) : TraceField.Float("Value", 64);
        _tracepoint = TracepointTable.Get(EventNames.Clean(instrument.Meter.Name), EventNames.Clean(instrument.Name), TraceLevel.Information, value, TraceField.Text("Tags"));
    }

    /// <summary>Listens if it is wanted now; one thread at a time.</summary>
    public void Apply(MeterListener listener)
    {
        var isWanted = _tracepoint.IsEnabled;
        if (isWanted == _isListening) return;
        _isListening = isWanted;
        if (isWanted) listener.EnableMeasurementEvents(_instrument, this);
        else listener.DisableMeasurementEvents(_instrument);
    }

    /// <summary>Records a measurement of eight bytes, of the kind that the instrument has.</summary>
    public void Record<T>(T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : unmanaged
    {
        if (!_tracepoint.IsEnabled) return;
        var text = JsonText.Of(tags);
        var record = _tracepoint.Begin(8 + TraceRecord.SizeOfText(text));
        if (!record.IsRecording) return;
        record.Write(value);
        record.WriteText(text);
        record.Commit();
    }

    private static bool IsOfIntegers(Instrument instrument)
    {
        for (var type = instrument.GetType(); type is not null; type = type.BaseType)
        {
            if (type.IsGenericType) return Type.GetTypeCode(type.GetGenericArguments()[0]) is TypeCode.Byte or TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64;
        }

        return false;
    }
}
