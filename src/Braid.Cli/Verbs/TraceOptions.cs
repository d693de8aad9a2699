using System.CommandLine;
using System.Globalization;
using Braid.Cli.Reading;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Verbs;

/// <summary>Which traces a verb reads, and how.</summary>
internal sealed class TraceOptions
{
    private readonly Option<long> _offset = Offset("--clock-offset", "SEC", "Add SEC seconds to all times.");
    private readonly Option<long> _offsetNs = Offset("--clock-offset-ns", "NS", "Add NS nanoseconds to all times.");

    private readonly Option<bool> _correlate = new("--clock-force-correlate") { Description = "Take all clocks to count from 1970, whatever they say." };

    private readonly Option<bool> _intersection = new("--stream-intersection") { Description = "Only while all streams of a trace have data." };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Refuse a damaged trace. It is read twice then: once to know. Without this, all that is readable comes first, then a line for the damage.",
    };

    private readonly Argument<string[]> _directories = new("DIR")
    {
        Description = "Directories with CTF traces in or below them.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Whether the verb has something to do without a trace.</summary>
    public bool AreOptional
    {
        init => _directories.Arity = value ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore;
    }

    /// <summary>The directories that were named, or what else came in their place.</summary>
    public string[] Directories(ParseResult arguments) => arguments.GetValue(_directories)!;

    /// <summary>Whether the verb puts the events of all traces in one order, for which their clocks must agree.</summary>
    public bool NeedOneClock { get; init; } = true;

    public void AddTo(Command verb)
    {
        verb.Add(_offset);
        verb.Add(_offsetNs);
        verb.Add(_correlate);
        verb.Add(_intersection);
        verb.Add(_strict);
        verb.Add(_directories);
    }

    /// <summary>What to read of the traces.</summary>
    public ReadOptions Read(ParseResult arguments) => new() { StreamIntersection = arguments.GetValue(_intersection) };

    /// <summary>Opens the traces.</summary>
    public TraceSet Open(ParseResult arguments)
    {
        var directories = Directories(arguments);
        if (directories.Contains("-"))
            throw new UserError($"{arguments.CommandResult.Command.Name}: '-' is no trace: a trace is a directory, which no pipe carries (a directory of that name is './-')");
        var options = new TraceSetOptions
        {
            ClockOffsetNs = ((Int128)arguments.GetValue(_offset) * 1_000_000_000) + arguments.GetValue(_offsetNs),
            ForceCorrelate = arguments.GetValue(_correlate),
            Strict = arguments.GetValue(_strict),
        };
        var traces = TraceSet.Open(directories, options);
        try
        {
            if (NeedOneClock && ClockCorrelation.FindConflict(traces) is var (first, other))
                throw new UserError($"{other.Trace.Path}: nothing says how its clock relates to that of {first.Trace.Path}; --clock-force-correlate takes both to count from 1970");

            foreach (var warning in traces.Warnings) Console.Error.WriteLine($"braid: {warning}");
            if (options.Strict) Examine(traces);
            return traces;
        }
        catch
        {
            traces.Dispose();
            throw;
        }
    }

    /// <summary>Reads everything and throws the first damage.</summary>
    private static void Examine(TraceSet traces)
    {
        var reader = traces.Read();
        using var progress = new Progress("checking", TimeExtent.Of(traces));
        for (long count = 1; reader.MoveNext(); count++)
        {
            if (count % TraceReading.Stride == 0) progress.Report(count, reader.Current.TimestampNs);
        }

        foreach (var fault in reader.FindFaults()) throw fault;
    }

    private static Option<long> Offset(string name, string unit, string description) => ValueOption.Create<long>(
        name, unit, description, "a whole number",
        static (text, out value) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));
}
