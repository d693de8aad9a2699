using System.Globalization;

namespace Braid.DotNet.Nettrace;

/// <summary>Reads the trace object (versions 4 and 5) or the trace block (version 6).</summary>
internal static class TraceStartReader
{
    /// <summary>Bytes of the trace object.</summary>
    public const int SizeV4 = 48;

    public static TraceStart Read(ref ByteCursor cursor, int version)
    {
        var time = SyncTime(ref cursor);
        var ticks = cursor.Int64();
        var frequency = cursor.Int64();
        if (frequency < 1) throw cursor.Error($"a clock of {frequency} ticks per second");
        var pointerSize = cursor.Int32();
        if (pointerSize is not (4 or 8)) throw cursor.Error($"pointers of {pointerSize} bytes");
        var process = version < 6 ? cursor.Int32() : ProcessOf(ref cursor);
        return new(version, time, ticks, frequency, pointerSize, process);
    }

    private static DateTimeOffset SyncTime(ref ByteCursor cursor)
    {
        int year = cursor.UInt16(), month = cursor.UInt16();
        cursor.UInt16(); // the day of the week
        int day = cursor.UInt16(), hour = cursor.UInt16(), minute = cursor.UInt16(), second = cursor.UInt16(), millisecond = cursor.UInt16();
        try
        {
            return new(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw cursor.Error($"{year}-{month}-{day} {hour}:{minute}:{second}.{millisecond} is no time");
        }
    }

    private static long ProcessOf(ref ByteCursor cursor)
    {
        long process = 0;
        var count = cursor.UInt32();
        for (uint i = 0; i < count; i++)
        {
            var (key, value) = (cursor.Utf8(), cursor.Utf8());
            if (key == "ProcessId" && !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out process)) throw cursor.Error($"process id '{value}' is no number");
        }

        return process;
    }
}
