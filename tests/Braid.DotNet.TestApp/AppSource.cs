using System.Diagnostics.Tracing;

namespace Braid.DotNet.TestApp;

/// <summary>An EventSource with a field of each type.</summary>
[EventSource(Name = "App")]
internal sealed class AppSource : EventSource
{
    public static readonly AppSource Log = new();

    [Event(1, Level = EventLevel.Warning)]
    public void Integers(byte a, short b, int c, long d, sbyte e, ushort f, uint g, ulong h) => WriteEvent(1, a, b, c, d, e, f, g, h);

    [Event(2)]
    public void Texts(string first, string second, char letter) => WriteEvent(2, first, second, letter);

    [Event(3, Level = EventLevel.Error)]
    public void Others(bool truth, float single, double real, Guid id, DateTime when, Colour colour) => WriteEvent(3, truth, single, real, id, when, colour);

    [Event(4, Level = EventLevel.Verbose, Keywords = Keywords.Quiet)]
    public void Nothing() => WriteEvent(4);

    [Event(5)]
    public void Counted(int thread, int number) => WriteEvent(5, thread, number);

    [Event(6)]
    public void WorkStart(int number) => WriteEvent(6, number);

    [Event(7)]
    public void WorkStop(int number) => WriteEvent(7, number);

    [Event(8)]
    public void Blob(int before, byte[] bytes, int after) => WriteEvent(8, before, bytes, after);

    public static class Keywords
    {
        public const EventKeywords Quiet = (EventKeywords)0x10;
    }
}
