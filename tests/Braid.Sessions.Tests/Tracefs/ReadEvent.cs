namespace Braid.Sessions.Tests.Tracefs;

/// <summary>An event record as read back: integers as long or ulong, texts, arrays of those.</summary>
internal sealed record ReadEvent(string Name, ulong Time, int Cpu, Dictionary<string, object> Context, Dictionary<string, object> Fields)
{
    internal int Tid => (int)(long)Context["tid"];

    internal long Number(string field) => Convert.ToInt64(Fields[field] is ulong u ? unchecked((long)u) : Fields[field]);

    internal string Text(string field) => (string)Fields[field];
}
