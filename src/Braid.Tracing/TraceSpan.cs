using System.Runtime.CompilerServices;
using Braid.Tracing.Rings;

namespace Braid.Tracing;

/// <summary>
/// The time between two events of one thread: <c>using (ShopTrace.Checkout(id)) { … }</c>. What <c>default</c> is records
/// nothing. Stays on its thread; dispose it once.
/// </summary>
public readonly ref struct TraceSpan
{
    /// <summary>Spans begun by this thread.</summary>
    [ThreadStatic]
    private static uint t_count;

    /// <summary>The event that ends it; null when its begin was not recorded.</summary>
    private readonly Tracepoint? _end;

    private TraceSpan(Tracepoint end, ulong id) => (_end, Id) = (end, id);

    /// <summary>The field <c>span_id</c> of both events; 0 when nothing is recorded.</summary>
    public ulong Id { get; }

    /// <summary>The description of <c>span_id</c>.</summary>
    public static TraceField IdField { get; } = TraceField.Integer("span_id", 64, signed: false, TraceBase.Hexadecimal);

    /// <summary>A span that <paramref name="end"/>, whose one field is <see cref="IdField"/>, will end. Generated code calls it before the begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TraceSpan Start(Tracepoint end) => new(end, ((ulong)(uint)RingWriter.ThreadId << 32) | ++t_count);

    /// <summary>Records the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        if (_end is { IsEnabled: true }) End();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void End()
    {
        var record = _end!.Begin(sizeof(ulong));
        if (!record.IsRecording) return;
        record.Write(Id);
        record.Commit();
    }
}
