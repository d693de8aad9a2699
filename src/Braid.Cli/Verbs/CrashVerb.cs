using System.CommandLine;
using Braid.Cli.Filtering;
using Braid.Cli.Reading;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;
using Braid.Sessions;
using Braid.Sessions.Recording;
using Braid.Sessions.Rings;

namespace Braid.Cli.Verbs;

/// <summary><c>braid crash</c>: what programs and recorders that were killed have left in the rings, as lttng-crash does it.</summary>
internal static class CrashVerb
{
    private static readonly Option<string?> s_extract = new("--extract", "-x", "--output", "-o")
    {
        Description = "Make a trace in DIR, which must be empty or missing, instead of printing the events.",
        HelpName = "DIR",
    };

    private static readonly Option<CtfVersion> s_format = ValueOption.TraceFormat();

    private static readonly Option<bool> s_remove = new("--remove") { Description = "Remove the files that were read without a fault." };

    private static readonly Argument<string> s_path = new("PATH")
    {
        Description = $"A program's ring file, or a directory with such files. Default: {RingDirectory.Path}.",
        DefaultValueFactory = static _ => RingDirectory.Path,
    };

    public static Command Create()
    {
        var verb = new Command("crash", "Print the events that killed programs have left in memory when their recorder was killed too.")
        {
            s_extract, s_format, s_remove, s_path,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var faults = new List<string>();
        var programs = Open(arguments.GetValue(s_path)!, faults);
        try
        {
            var status = programs.Count == 0 ? 0 : Read(programs, arguments, faults);
            if (programs.Count + faults.Count == 0) Console.Error.WriteLine($"braid: nothing of an interrupted recording in {arguments.GetValue(s_path)}");
            foreach (var fault in faults) Console.Error.WriteLine($"braid: {fault}");
            if (status == 0 && arguments.GetValue(s_remove)) Remove(programs);
            return faults.Count > 0 ? 1 : status;
        }
        catch (IOException e) when (Errors.IsBrokenPipe(e))
        {
            return 0; // whoever read us has seen enough; nothing is removed
        }
        finally
        {
            foreach (var program in programs) program.Dispose();
        }
    }

    private static void Remove(List<CrashedProgram> programs)
    {
        foreach (var program in programs.Where(static p => p.Faults.Count == 0)) program.Remove();
    }

    private static List<CrashedProgram> Open(string path, List<string> faults)
    {
        var isFile = File.Exists(path);
        var programs = new List<CrashedProgram>();
        foreach (var file in isFile ? [path] : RingDirectory.ListFiles(path))
        {
            try
            {
                if (CrashedProgram.TryOpen(file) is not { } program)
                {
                    if (isFile) faults.Add($"{file}: its program or recorder is running, or it cannot be opened");
                    continue;
                }

                if (program.Unread > 0) programs.Add(program);
                else program.Dispose();
                if (program.Unread == 0) faults.AddRange(program.Faults);
            }
            catch (InvalidDataException e)
            {
                faults.Add(e.Message);
            }
        }

        return programs;
    }

    private static int Read(List<CrashedProgram> programs, ParseResult arguments, List<string> faults)
    {
        var name = TraceDirectory.DefaultName("braid-crash", DateTimeOffset.UtcNow);
        var output = arguments.GetValue(s_extract);
        using var directory = TraceDirectory.Create(output ?? Path.Combine(Path.GetTempPath(), $"{name}-{Environment.ProcessId}"));
        var events = Extract(programs, directory.Path, name, arguments.GetValue(s_format), faults);
        if (events == 0) return 0; // for the reasons in the faults
        if (output is not null) directory.Keep();
        using var traces = TraceSet.Open([directory.Path], new TraceSetOptions());
        using var text = output is null ? new TextPrinter(new TextOptions(), OutputStream.StandardOutput, OutputStream.StandardError) : null;
        return Check(traces, text, events, faults);
    }

    /// <summary>Returns the number of events that the traces must have.</summary>
    private static long Extract(List<CrashedProgram> programs, string directory, string name, CtfVersion version, List<string> faults)
    {
        var sum = default(SourceTotals);
        foreach (var program in programs)
        {
            var totals = program.Extract(directory, name, version);
            faults.AddRange(program.Faults);
            var overwritten = totals.Overwritten > 0 ? $", {Parsing.Count(totals.Overwritten)} overwritten before them" : "";
            Console.Error.WriteLine($"{program.Program.Name} {program.Program.Pid}: {Parsing.Count(totals.Events)} events, {Parsing.Count(totals.Discarded)} lost{overwritten}");
            sum += totals;
        }

        return sum.Events;
    }

    /// <summary>Prints the events, if so asked. The packets were copied as they were found: reading them tells whether they are whole.</summary>
    private static int Check(TraceSet traces, TextPrinter? text, long expected, List<string> faults)
    {
        var read = 0L;
        var status = new TraceReading(traces, new EventFilter(), new TimeWindow(null, null, TimeZoneInfo.Utc)).Run(
            cursor =>
            {
                if (cursor.Kind == MessageKind.Event) read++;
                text?.Print(cursor);
            },
            () => text?.Flush());
        if (status != 0 || read == expected) return status;
        faults.Add($"{read} events can be read, but the rings tell of {expected}");
        return 1;
    }
}
