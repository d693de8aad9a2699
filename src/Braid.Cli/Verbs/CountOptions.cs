using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Braid.Cli.Counting;
using Braid.Cli.Terminal;

namespace Braid.Cli.Verbs;

/// <summary>What <c>stat</c> counts when it is given a command, processes or the CPUs instead of a trace.</summary>
internal sealed class CountOptions
{
    private readonly Option<bool> _all = new("--all-cpus", "-a") { Description = "Count on all CPUs, whatever runs there, until Ctrl-C or the end of COMMAND." };

    private readonly Option<int[]?> _pids = ValueOption.Create<int[]>(
        "--pid", "PID", "Count these processes, separated by commas, until Ctrl-C, their end or that of COMMAND.", "a list of process ids, such as 4711,4712",
        static (text, out value) =>
        {
            var numbers = text.Split(',').Select(static t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).ToArray();
            value = numbers;
            return !numbers.Contains(0);
        }, "-p");

    private readonly Option<int?> _repeat = ValueOption.Create<int?>(
        "--repeat", "N", "Run COMMAND N times and print means.", "a number of runs from 1 on",
        static (text, out value) => (value = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) && runs > 0 ? runs : null) is not null, "-r");

    private readonly Option<string?> _output = new("--output", "-o") { Description = "With COMMAND, -a or -p: write the counts to FILE, not to standard error.", HelpName = "FILE" };

    public void AddTo(Command verb)
    {
        verb.Add(_all);
        verb.Add(_pids);
        verb.Add(_repeat);
        verb.Add(_output);
    }

    /// <summary>Whether the command line asks to count: it has a command behind <c>--</c>, or says what to count.</summary>
    public bool AreGiven(ParseResult arguments) =>
        arguments.GetValue(_all) || arguments.GetValue(_pids) is { Length: > 0 } || arguments.Tokens.Any(static t => t.Type == TokenType.DoubleDash);

    /// <summary>Counts, prints, and returns the exit status of the command.</summary>
    public int Run(ParseResult arguments, string[] command, string[] events, bool json)
    {
        var pids = arguments.GetValue(_pids) ?? [];
        if (command.Length == 0 && !arguments.GetValue(_all) && pids.Length == 0) throw new UserError("stat: '--' is followed by a command");
        if (arguments.GetValue(_all) && pids.Length > 0) throw new UserError("--all-cpus and --pid exclude each other");
        if (arguments.GetValue(_repeat) is not null && command.Length == 0) throw new UserError("--repeat needs a command");
        foreach (var pid in pids)
        {
            if (!Directory.Exists($"/proc/{pid}")) throw new UserError($"no process has the PID {pid}");
        }

        var run = new CountRun(new([.. events.SelectMany(static list => list.Split(','))], command, pids, arguments.GetValue(_all), arguments.GetValue(_repeat) ?? 1));
        var counts = run.Execute();
        using var output = arguments.GetValue(_output) is { } path ? File.Create(path) : Console.OpenStandardError();
        if (json) CountJson.Print(counts, output);
        else
        {
            using var text = new StreamWriter(output, leaveOpen: true);
            CountTable.Print(counts, text);
        }

        if (run.Shortage is { } shortage) Console.Error.WriteLine($"braid: {shortage}");
        return run.ExitStatus;
    }
}
