using System.Runtime.CompilerServices;
using Braid.Tracing.Rings;

namespace Braid.Tracing;

/// <summary>
/// An event of one field made by hand, for languages without source generators and for events that are only known at run time.
/// Types: integers, <c>bool</c>, <c>char</c>, <c>float</c>, <c>double</c>, enumerations, <c>string</c>, <c>Guid</c>, <c>DateTime</c>,
/// arrays of numbers. Keep it in a static field; see <see cref="Tracepoint"/>.
/// </summary>
public sealed class Tracepoint<T1>
{
    private readonly Tracepoint _event;

    /// <summary>Registers the event <c>provider:name</c>.</summary>
    /// <exception cref="ArgumentException">A type is none of those that a field can hold.</exception>
    public Tracepoint(string provider, string name, string field1, TraceLevel level = TraceLevel.DebugLine) =>
        _event = new(provider, name, level, FieldOf<T1>.Describe(field1));

    /// <summary>Tells whether a recorder wants the event: one volatile load.</summary>
    public bool IsEnabled => _event.IsEnabled;

    /// <summary>Records the event if a recorder wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(T1 value1)
    {
        if (_event.IsEnabled) Record(value1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Record(T1 value1)
    {
        value1 = FieldOf<T1>.Prepare(value1);
        var record = _event.Begin(FieldOf<T1>.Size(value1));
        if (!record.IsRecording) return;
        FieldOf<T1>.Write(ref record, value1);
        record.Commit();
    }
}
