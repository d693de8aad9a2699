using Braid.Ctf.Packets;
using Braid.Ctf.Schema;

namespace Braid.Sessions.Sampling;

/// <summary>
/// The event of a sample: what <c>perf data convert --to-ctf</c> writes, by its names, then what the thread is called, and the
/// names of the callers.
/// </summary>
internal static class SampleEvents
{
    /// <summary>The context of each: the thread, as kernel events have it.</summary>
    private static readonly StructureFieldClass s_context = new([new("tid", new IntegerFieldClass(32, signed: true))], 8);

    /// <summary>The stream class with the one event.</summary>
    /// <param name="clock">The trace's clock.</param>
    /// <param name="name">The event that samples are taken by.</param>
    /// <param name="labels">The names of frames; may grow until the metadata is written last.</param>
    public static StreamClass StreamClass(ClockClass clock, string name, IReadOnlyList<EnumerationMapping> labels)
    {
        IntegerFieldClass address = new(64) { Base = DisplayBase.Hexadecimal }, number = new(32, signed: true);
        var stream = LttngLayout.StreamClass(clock, s_context);
        stream.Events.Add(new()
        {
            Id = 0,
            Name = name,
            Payload = new(
            [
                new("perf_ip", address), new("perf_tid", number), new("perf_pid", number), new("perf_period", new IntegerFieldClass(64)),
                new("perf_callchain_size", new IntegerFieldClass(32)),
                new("perf_callchain", new DynamicArrayFieldClass(address, FieldLocation.Sibling("perf_callchain_size"))),
                new("comm", new StringFieldClass()),
                new("frames", new DynamicArrayFieldClass(new IntegerFieldClass(32) { IsEnumeration = true, Mappings = labels }, FieldLocation.Sibling("perf_callchain_size"))),
            ], 8),
        });
        return stream;
    }
}
