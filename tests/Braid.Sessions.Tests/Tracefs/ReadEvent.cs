namespace Braid.Sessions.Tests.Tracefs;

/// <summary>An event record as read back: integers as long or ulong, texts, arrays of those.</summary>
internal sealed record ReadEvent(string Name, ulong Time, int Cpu, int Tid, Dictionary<string, object> Fields)
{
    internal long Number(string field) => Convert.ToInt64(Fields[field] is ulong u ? unchecked((long)u) : Fields[field]);

    internal string Text(string field) => (string)Fields[field];
}
