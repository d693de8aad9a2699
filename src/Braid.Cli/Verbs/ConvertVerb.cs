using System.CommandLine;
using System.CommandLine.Parsing;
using Braid.Cli.Reading;
using Braid.Cli.Terminal;
using Braid.Ctf.Conversion;
using Braid.Ctf.Schema;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs;

/// <summary><c>braid convert</c>: a trace in the other version of the format, or a part of it; a nettrace file in CTF.</summary>
internal static class ConvertVerb
{
    private static readonly Option<string> s_output = new("--output", "-o")
    {
        Description = "The trace directory to make; it must be empty or missing.",
        HelpName = "DIR",
        Required = true,
    };

    private static readonly Option<CtfVersion> s_format = ValueOption.TraceFormat();
    private static readonly TimeOptions s_time = new();
    private static readonly EventOptions s_events = new();
    private static readonly TraceOptions s_traces = new() { NeedOneClock = false };

    public static Command Create()
    {
        var verb = new Command("convert", "Write a trace in the other version of CTF, or only a part of it; or a .nettrace file as CTF.") { s_output, s_format };
        s_time.AddTo(verb);
        s_events.AddTo(verb);
        s_traces.AddTo(verb);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var output = arguments.GetValue(s_output)!;
        if (output == "-") throw new UserError("convert: a trace is a directory, which no pipe carries; name one after -o");
        if (s_traces.Directories(arguments) is [var file] && NettraceFile.Is(file)) return ConvertNettrace(arguments, file, output);
        var window = s_time.Window(arguments);
        using var traces = s_traces.Open(arguments);
        var filter = s_events.Filter(arguments, traces);
        var (begin, end) = window.Resolve(traces);
        using var interruption = new Interruption();
        using var directory = TraceDirectory.Create(output);
        using var progress = new Progress("converting");
        try
        {
            var result = TraceConverter.Convert(traces, directory.Path, new ConversionOptions
            {
                Version = arguments.GetValue(s_format),
                Filter = filter.IsOpen ? null : filter.Accepts,
                BeginNs = begin,
                EndNs = end,
                StreamIntersection = s_traces.Read(arguments).StreamIntersection,
                Progress = progress.ReportBytes,
                Cancellation = interruption.Token,
            });
            directory.Keep();
            progress.Dispose();
            return Faults.Report(result.Faults);
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitStatus;
        }
    }

    private static int ConvertNettrace(ParseResult arguments, string file, string output)
    {
        var other = arguments.CommandResult.Children.OfType<OptionResult>().FirstOrDefault(o => !o.Implicit && o.Option != s_output && o.Option != s_format);
        if (other is not null) throw new UserError($"convert: {other.Option.Name} is for CTF traces; convert {file} as a whole, then the trace");
        using var interruption = new Interruption();
        NettraceConversion result;
        try
        {
            result = NettraceFile.Convert(file, output, arguments.GetValue(s_format), Console.Error.WriteLine, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitStatus;
        }

        if (result.Discarded > 0) Console.Error.WriteLine($"{file}: {Parsing.Count(result.Discarded)} events were lost when it was recorded");
        if (result.LateEvents > 0) Console.Error.WriteLine($"{file}: {Parsing.Count(result.LateEvents)} events stood behind later ones and have their time");
        if (result.Fault is null) return 0;
        Console.Error.WriteLine($"braid: {result.Fault}");
        return 1;
    }
}
