using System.Globalization;
using System.Text.Json;

namespace Braid.Cli.Tests;

/// <summary><c>braid stat -- COMMAND</c> on a program whose sleeps and page faults are known, with perf as the oracle.</summary>
public sealed class CountTests : IDisposable
{
    private const int Sleeps = 150, Pages = 1000;

    private const string Source = """
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/wait.h>
        #include <time.h>
        #include <unistd.h>
        int main(int argc, char **argv) {
            int sleeps = atoi(argv[1]), pages = atoi(argv[2]);
            volatile char *memory = mmap(0, (size_t)pages * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            madvise((void *)memory, (size_t)pages * 4096, MADV_NOHUGEPAGE);
            for (int i = 0; i < pages; i++) memory[(size_t)i * 4096] = 1;
            if (fork() == 0) {
                struct timespec nap = { 0, 100000 };
                for (int i = 0; i < sleeps; i++) nanosleep(&nap, 0);
                return 0;
            }
            wait(0);
            return 3;
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public CountTests()
    {
        File.WriteAllText(_directory["program.c"], Source);
        Shell.Run("gcc", ["-O2", "-o", Program, _directory["program.c"]]).Expect();
    }

    private string Program => _directory["program"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void CountsWhatPerfCounts()
    {
        var ours = Count("-e", "page-faults,minor-faults,major-faults,context-switches,cpu-migrations,syscalls:sys_enter_clock_nanosleep", "--", Program, $"{Sleeps}", $"{Pages}");
        var perf = Shell.Run("perf", ["stat", "-x,", "-e", "page-faults,minor-faults,context-switches,syscalls:sys_enter_clock_nanosleep", "--", Program, $"{Sleeps}", $"{Pages}"]).Expect(3)
            .Error.Split('\n').Select(static line => line.Split(',')).Where(static f => f.Length > 3).ToDictionary(static f => f[2], static f => double.Parse(f[0], CultureInfo.InvariantCulture));

        Assert.Equal(Sleeps, ours["syscalls:sys_enter_clock_nanosleep"]);
        Assert.Equal(Sleeps, perf["syscalls:sys_enter_clock_nanosleep"]);
        Assert.Equal(ours["page-faults"], ours["minor-faults"] + ours["major-faults"]);
        Assert.InRange(ours["page-faults"], Pages, Pages + 300);
        Assert.InRange(ours["page-faults"] - perf["page-faults"], -5, 5);
        Assert.InRange(ours["context-switches"], Sleeps, Sleeps * 1.5);
        Assert.InRange(ours["context-switches"] - perf["context-switches"], -Sleeps / 4, Sleeps / 4);
    }

    [Fact]
    public void ATableForPeopleAndTheStatusOfTheCommand()
    {
        var result = Shell.Braid("stat", "--", Program, "1", "1").Expect(3);
        Assert.Equal("", result.Output);
        Assert.Matches(@"(?m)^ +[0-9.]+ ms  task-clock +0\.\d{3} CPUs$", result.Error);
        Assert.Matches(@"(?m)^ +\d+  page-faults +[0-9.]+ k/s$", result.Error);
        Assert.Matches(@"(?m)^ +(<not supported>|[0-9,]+)  cycles", result.Error);
        Assert.Matches(@"(?m)^ +0\.\d{6}  seconds elapsed$", result.Error);
    }

    [Fact]
    public void RepeatedRunsHaveAMeanAndItsError()
    {
        using var json = Json("-r", "4", "-e", "page-faults", "--", Program, "1", $"{Pages}");
        Assert.Equal(4, json.RootElement.GetProperty("runs").GetInt32());
        var count = json.RootElement.GetProperty("counts")[0];
        Assert.InRange(count.GetProperty("value").GetDouble(), Pages, Pages + 300);
        Assert.InRange(count.GetProperty("error").GetDouble(), 0, 0.05);
    }

    [Fact]
    public void AProcessThatRunsIsCounted()
    {
        var target = Shell.Start("sh", ["-c", "while :; do :; done"]);
        try
        {
            var counts = Count("-e", "task-clock", "-p", $"{target.Process.Id}", "--", "sleep", "0.5");
            Assert.InRange(counts["task-clock"], 0.05e9, 0.6e9);
        }
        finally
        {
            target.Process.Kill();
            Shell.End(target);
        }
    }

    [Fact]
    public void WithoutRootUserSpaceIsCountedAndWhatRootWouldAddIsTold()
    {
        var result = Unprivileged.Braid(_directory, "stat", "-e", "task-clock,page-faults,context-switches", "--", Program, "3", $"{Pages}");
        Assert.Equal(3, result.ExitCode);
        Assert.Matches(@"(?m)^ +1,\d{3}  page-faults:u ", result.Error);
        Assert.Matches(@"(?m)^ +<not permitted>  context-switches$", result.Error);
        Assert.Contains("root, or CAP_PERFMON, may count both", result.Error);

        var all = Unprivileged.Braid(_directory, "stat", "-a", "--", "true");
        Assert.Equal(1, all.ExitCode);
        Assert.Contains("--all-cpus: EACCES (Permission denied): what others do may be counted by root", all.Error);
    }

    [Theory]
    [InlineData("no-such-program: No such file or directory", "--", "no-such-program")]
    [InlineData("--event: 'nothing' is no counter", "-e", "nothing", "--", "true")]
    [InlineData("--event sched:nothing: open ", "-e", "sched:nothing", "--", "true")]
    [InlineData("no process has the PID 999999999", "-p", "999999999")]
    [InlineData("--repeat: '0' is not a number of runs from 1 on", "-r", "0", "--", "true")]
    [InlineData("Required argument missing for command: 'stat'.")]
    public void WrongRequestsAreNamed(string message, params string[] arguments) =>
        Assert.StartsWith($"braid: {message}", Shell.Braid(["stat", .. arguments]).Expect(1).Error);

    private Dictionary<string, double> Count(params string[] arguments)
    {
        using var json = Json(arguments);
        return json.RootElement.GetProperty("counts").EnumerateArray().ToDictionary(static c => c.GetProperty("event").GetString()!, static c => c.GetProperty("value").GetDouble());
    }

    private JsonDocument Json(params string[] arguments)
    {
        Shell.Braid(["stat", "--json", "-o", _directory["counts"], .. arguments]);
        return JsonDocument.Parse(File.ReadAllText(_directory["counts"]));
    }
}
