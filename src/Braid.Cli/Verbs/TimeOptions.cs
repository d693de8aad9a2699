using System.CommandLine;
using Braid.Cli.Reading;
using Braid.Cli.Terminal;
using Braid.Ctf.Text;

namespace Braid.Cli.Verbs;

/// <summary>Which part of a trace a verb looks at.</summary>
internal sealed class TimeOptions
{
    private const string Form = "[YYYY-MM-DD [hh:mm:]]ss[.n]";

    private readonly Option<bool> _utc = new("--clock-gmt") { Description = "Print and read times in UTC." };
    private readonly Option<string?> _begin = new("--begin", "-b") { Description = $"Skip events before: {Form}.", HelpName = "TIME" };
    private readonly Option<string?> _end = new("--end", "-e") { Description = $"Stop after: {Form}.", HelpName = "TIME" };
    private readonly Option<string?> _range = new("--timerange", "-t") { Description = "Both: BEGIN,END or [BEGIN,END].", HelpName = "BEGIN,END" };

    public void AddTo(Command verb)
    {
        verb.Add(_utc);
        verb.Add(_begin);
        verb.Add(_end);
        verb.Add(_range);
    }

    public bool IsUtc(ParseResult arguments) => arguments.GetValue(_utc);

    public TimeWindow Window(ParseResult arguments)
    {
        var (begin, end) = (arguments.GetValue(_begin), arguments.GetValue(_end));
        if (arguments.GetValue(_range) is { } range)
        {
            if (begin is not null || end is not null) throw new UserError("--timerange says both ends: leave out --begin and --end");
            var bounds = (range is ['[', .., ']'] ? range[1..^1] : range).Split(',');
            if (bounds.Length != 2) throw new UserError($"--timerange: '{range}' is not BEGIN,END");
            (begin, end) = (bounds[0], bounds[1]);
        }

        return new TimeWindow(Bound(begin), Bound(end), IsUtc(arguments) ? TimeZoneInfo.Utc : TimeZoneInfo.Local);
    }

    private static TimeBound? Bound(string? text)
    {
        if (text is null) return null;
        return TimeBound.TryParse(text, out var bound)
            ? bound
            : throw new UserError($"'{text}' is not a time such as 17:30:05.25, 2026-01-31 17:30:05 or 1767225600.5");
    }
}
