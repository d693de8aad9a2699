using System.CommandLine;
using System.Globalization;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Verbs;

/// <summary>Which traces a verb reads, and how.</summary>
internal sealed class TraceOptions
{
    private readonly Option<long> _offset = Offset("--clock-offset", "SEC", "Add SEC seconds to all times.");
    private readonly Option<long> _offsetNs = Offset("--clock-offset-ns", "NS", "Add NS nanoseconds to all times.");

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

    /// <summary>The directories that were named.</summary>
    public string[] Directories(ParseResult arguments) => arguments.GetValue(_directories)!;

    /// <param name="verb">Takes the options.</param>
    /// <param name="isMerged">Whether the verb reads all streams in order of time, and does not write their times into a trace.</param>
    public void AddTo(Command verb, bool isMerged = true)
    {
        if (isMerged)
        {
            verb.Add(_offset);
            verb.Add(_offsetNs);
            verb.Add(_intersection);
        }

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
            Strict = arguments.GetValue(_strict),
        };
        var traces = TraceSet.Open(directories, options);
        try
        {
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
        while (reader.MoveNext())
        {
        }

        foreach (var fault in reader.FindFaults()) throw fault;
    }

    private static Option<long> Offset(string name, string unit, string description) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = r =>
        {
            if (long.TryParse(r.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)) return value;
            r.AddError($"{name}: '{r.Tokens[0].Value}' is not a whole number");
            return 0;
        },
    };
}
