namespace Braid.Cli.Tests;

/// <summary>A trace that takes a while to read: three million events, 170 MB.</summary>
internal static class LongTrace
{
    private const int Packets = 60;
    private const int EventsPerPacket = 50_000;

    /// <summary>Writes it to a new directory.</summary>
    public static void Write(string directory)
    {
        var trace = new FieldTrace();
        for (var i = 0; i < EventsPerPacket; i++) trace.Add(i & 7, i, (ulong)i, i / 4.0, "a long trace", [(uint)i], -i);
        trace.Write(directory, Packets);
    }
}
