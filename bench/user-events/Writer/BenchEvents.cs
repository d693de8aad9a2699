using System.Diagnostics.Tracing;

namespace Braid.Bench.UserEvents;

/// <summary>The peer in .NET. WriteEventCore, its fastest way.</summary>
[EventSource(Name = "Braid-Bench")]
internal sealed unsafe class BenchEvents : EventSource
{
    public static readonly BenchEvents Log = new();

    [Event(1)]
    public void I32(int value)
    {
        if (IsEnabled()) WriteEvent(1, value);
    }

    [Event(2)]
    public void Mix(long a, long b, string text)
    {
        if (!IsEnabled()) return;
        fixed (char* chars = text)
        {
            var data = stackalloc EventData[3];
            data[0] = new EventData { DataPointer = (nint)(&a), Size = 8 };
            data[1] = new EventData { DataPointer = (nint)(&b), Size = 8 };
            data[2] = new EventData { DataPointer = (nint)chars, Size = (text.Length + 1) * 2 };
            WriteEventCore(2, 3, data);
        }
    }
}
