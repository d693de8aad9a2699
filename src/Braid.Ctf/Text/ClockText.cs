using System.Globalization;

namespace Braid.Ctf.Text;

/// <summary>
/// Prints times as babeltrace2 does. The part down to seconds changes once a second, so it is kept; the time zone's
/// rules are asked only then.
/// </summary>
internal sealed class ClockText(TextOptions options)
{
    private const long Second = 1_000_000_000;

    private readonly TimeZoneInfo _zone = options.ClockGmt ? TimeZoneInfo.Utc : TimeZoneInfo.Local;
    private readonly byte[] _known = new byte[TextBuffer.LabelRoom];

    /// <summary>The second that <see cref="_known"/> holds.</summary>
    private long _second = long.MinValue;

    /// <summary>Bytes of <see cref="_known"/>.</summary>
    private int _length;

    public TimeZoneInfo Zone => _zone;

    public void Append(TextBuffer text, long nanoseconds)
    {
        var second = Math.DivRem(nanoseconds, Second, out var fraction);
        if (nanoseconds < 0 && (options.ClockSeconds || !options.ClockCycles))
        {
            // babeltrace2 prints times before the origin in seconds, whatever was asked.
            text.Append((byte)'-');
            text.Append((ulong)-second);
            text.Append((byte)'.');
            text.AppendNanoseconds((uint)-fraction);
            return;
        }

        if (second != _second) Remember(second);
        text.AppendLabel(_known, _length);
        text.AppendNanoseconds((uint)fraction);
    }

    private void Remember(long second)
    {
        _second = second;
        if (options.ClockSeconds)
        {
            second.TryFormat(_known, out _length, default, CultureInfo.InvariantCulture);
            _known[_length++] = (byte)'.';
            return;
        }

        var time = TimeZoneInfo.ConvertTimeFromUtc(DateTime.UnixEpoch.AddTicks(second * TimeSpan.TicksPerSecond), _zone);
        time.TryFormat(_known, out _length, options.ClockDate ? "yyyy-MM-dd HH:mm:ss." : "HH:mm:ss.", CultureInfo.InvariantCulture);
    }
}
