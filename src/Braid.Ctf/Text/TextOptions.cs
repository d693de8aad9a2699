namespace Braid.Ctf.Text;

/// <summary>How to print events; the defaults are those of <c>babeltrace2</c> with its output redirected.</summary>
public sealed record TextOptions
{
    /// <summary>Print times in cycles of the clock (<c>--clock-cycles</c>); wins over the other clock options.</summary>
    public bool ClockCycles { get; init; }

    /// <summary>Print times in seconds since the origin (<c>--clock-seconds</c>).</summary>
    public bool ClockSeconds { get; init; }

    /// <summary>Print the date (<c>--clock-date</c>).</summary>
    public bool ClockDate { get; init; }

    /// <summary>Print and parse times in UTC instead of the time zone of <c>TZ</c> (<c>--clock-gmt</c>).</summary>
    public bool ClockGmt { get; init; }

    /// <summary>Print the time since the event before; <c>--no-delta</c> turns it off.</summary>
    public bool Delta { get; init; } = true;

    /// <summary>Print in babeltrace2's colours (<c>--color</c>).</summary>
    public bool Color { get; init; }

    /// <summary>Which names to print.</summary>
    public TextNames Names { get; init; } = TextNames.Default;

    /// <summary>What to print of the trace and the event class.</summary>
    public TextFields Fields { get; init; } = TextFields.Default;

    /// <summary>Skip events before (<c>--begin</c>); null for no bound.</summary>
    public TimeBound? Begin { get; init; }

    /// <summary>Stop after (<c>--end</c>); null for no bound.</summary>
    public TimeBound? End { get; init; }
}
