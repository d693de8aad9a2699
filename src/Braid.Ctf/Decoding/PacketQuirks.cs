namespace Braid.Ctf.Decoding;

/// <summary>
/// Mends the times of packets that known faults of tracers left wrong, as babeltrace2 does, for seeking, intersecting and
/// losses rely on them:
/// <list type="bullet">
/// <item>lttng-ust before 2.11.0, lttng-modules before 2.9.13, 2.10.x before 2.10.10: a packet may hold events after its end.
/// Its end becomes the next packet's begin; that of the last packet, its last event's time.</item>
/// <item>LTTng's crash extraction: packets that were still open have the end 0, which becomes the same.</item>
/// <item>barectf before 2.3.1: a packet may hold an event before its begin. Each begin but the first becomes the packet's
/// first event's time, and the end of the packet before it too.</item>
/// </list>
/// </summary>
internal static class PacketQuirks
{
    public static void Mend(DataStream stream)
    {
        if (stream.Class.DefaultClock is null || stream.Packets.Count == 0 || stream.Trace.Find("tracer_name")?.Text is not { } tracer) return;
        var version = VersionOf(stream.Trace);
        if (tracer == "barectf" && version < new Version(2, 3, 1)) MendBegins(stream);
        if (tracer is not ("lttng-ust" or "lttng-modules")) return;
        var isOld = tracer == "lttng-ust" ? version < new Version(2, 11, 0) : version < new Version(2, 9, 13) || (version >= new Version(2, 10, 0) && version < new Version(2, 10, 10));
        MendEnds(stream, isOld);
    }

    private static void MendBegins(DataStream stream)
    {
        var packets = stream.Packets;
        var cursor = new EventCursor(stream);
        for (var i = 1; i < packets.Count; i++)
        {
            if (!Has(packets[i], PacketFacts.Begin) || cursor.TimesIn(i, isFirstEnough: true) is not { } times) continue;
            packets[i] = packets[i] with { Begin = times.First, Facts = packets[i].Facts | PacketFacts.Mended };
            if (Has(packets[i - 1], PacketFacts.End)) packets[i - 1] = packets[i - 1] with { End = times.First, Facts = packets[i - 1].Facts | PacketFacts.Mended };
        }
    }

    private static void MendEnds(DataStream stream, bool isOld)
    {
        var packets = stream.Packets;
        for (var i = 0; i < packets.Count; i++)
        {
            var packet = packets[i];
            if (!Has(packet, PacketFacts.End) || !(isOld || (packet.End == 0 && packet.Begin != 0))) continue;
            ulong? end = i == packets.Count - 1 ? new EventCursor(stream).TimesIn(i, isFirstEnough: false)?.Last
                : Has(packets[i + 1], PacketFacts.Begin) ? packets[i + 1].Begin : null;
            if (end is { } mended) packets[i] = packet with { End = mended, Facts = packet.Facts | PacketFacts.Mended };
        }
    }

    private static bool Has(in Packet packet, PacketFacts facts) => (packet.Facts & facts) != 0;

    private static Version VersionOf(Trace trace) => new(Number(trace, "tracer_major"), Number(trace, "tracer_minor"), Math.Max(Number(trace, "tracer_patch"), Number(trace, "tracer_patchlevel")));

    private static int Number(Trace trace, string name) => (int)Math.Clamp(trace.Find(name)?.Number ?? 0, 0, int.MaxValue);
}
