using System.Globalization;
using System.Text.RegularExpressions;

namespace Braid.Cli.Tests;

/// <summary>Contexts of programs' events: what <c>braid record --context</c> makes of them, as babeltrace2 and <c>braid view</c> read it.</summary>
public sealed partial class ContextTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string Trace => _directory["trace"];

    /// <summary>The program tells on its standard output what should come with each event.</summary>
    [Theory]
    [InlineData("ctf-1.8")]
    [InlineData("ctf-2")]
    public void EachEventHasTheContextsOfItsThreadAndFlowOfControl(string format)
    {
        var told = Record("app:tick", "managed_thread_id,trace_id,span_id,$app.app:tenant,procname,vpid", format);

        var read = Shell.Braid("view", "--no-delta", "--event", "app:tick", Trace).Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(told, read.Select(static line => Told().Replace(line, "$7 $1 '$2' '$3' '$4'")));
        var names = read.Select(static line => Told().Match(line).Groups[5].Value);
        Assert.Equal(["Braid.Tracing.T", ".NET TP Worker", "a thread\\'s name"], names.Distinct()); // the kernel keeps 15 bytes
        Assert.All(read, line => Assert.Equal(VirtualPid().Match(line).Groups[1].Value, Told().Match(line).Groups[6].Value));
        if (format == "ctf-1.8") Assert.Equal(read, Babeltrace.Text(Trace, "--no-delta").Split('\n').Where(static line => line.Contains("app:tick", StringComparison.Ordinal)));
    }

    /// <summary>All at once, in LTTng-UST's own fields; those of the process as the kernel tells them of this one.</summary>
    [Fact]
    public void EveryContextIsRecordedUnderLttngsName()
    {
        var names = Shell.Braid("list", "--contexts").Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(static name => !name.Contains(":raw:", StringComparison.Ordinal) && name != "$app.PROVIDER:TYPE").ToList();
        Record("app:tick", string.Join(',', names) + ",perf:thread:raw:r0:X,$app.a:b", "ctf-1.8");

        var event1 = Babeltrace.Lines(Trace).First(static line => line.Contains("app:tick", StringComparison.Ordinal));
        var context = event1.Split(" }, { ")[1];
        var fields = context.Split(", ").Select(static field => field.Split(" = ")).ToDictionary(static field => field[0], static field => field[1]);
        var expected = names.Select(static name => NotInName().Replace(name, "_")).Order(StringComparer.Ordinal);
        Assert.Equal(expected.Append("perf_thread_raw_r0_X").Append("_app_a_b").Order(StringComparer.Ordinal), fields.Keys.Order(StringComparer.Ordinal));
        foreach (var space in (string[])["cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"])
        {
            Assert.Equal(new FileInfo($"/proc/self/ns/{space}").LinkTarget, $"{space}:[{fields[space + "_ns"]}]");
        }

        var user = Shell.Run("id", ["-u"]).Expect().Output.Trim();
        Assert.All((string[])["vuid", "veuid", "vsuid"], id => Assert.Equal(user, fields[id]));
        Assert.True(ulong.Parse(fields["perf_thread_task_clock"], CultureInfo.InvariantCulture) > 0);
        Assert.NotEqual("0", fields["pthread_id"]);

        // What LTTng-UST writes for each of these, word for word.
        var metadata = File.ReadAllText(Directory.GetFiles(Trace, "metadata", SearchOption.AllDirectories).Single());
        Assert.Contains("encoding = UTF8; } _procname[17];", Regex.Replace(metadata, "signed = (false|0); |base = [a-z0-9]+; ", ""), StringComparison.Ordinal);
        Assert.Contains("__app_a_b;", metadata, StringComparison.Ordinal);
    }

    [Fact]
    public void FiltersFindContexts()
    {
        var told = Record("app:tick", "trace_id,$app.app:tenant,procname", "ctf-1.8");
        var id = told[1].Split('\'')[1];
        Assert.Equal(3, Count($"$ctx.trace_id == \"{id[..8]}*\""));
        Assert.Equal(2, Count("$app.app:tenant == \"ada\""));
        Assert.Equal(2, Count("$ctx.procname == \"a thread's*\""));

        int Count(string filter) => Shell.Braid("view", "--where", filter, "--event", "app:*", Trace).Expect().Output.Count(static c => c == '\n');
    }

    /// <summary>Innermost first, from the tracepoint's own method to where the thread began; the library's methods are not among them.</summary>
    [Fact]
    public void StacksNameTheMethodsThatLedToTheEvent()
    {
        Record("app:tick", "managed_stack", "ctf-1.8");
        var stacks = Babeltrace.Lines(Trace).Select(static line => Stack().Match(line)).Where(static m => m.Success).Select(static m => m.Groups[1].Value).ToList();
        Assert.Equal(6, stacks.Count);
        Assert.All(stacks, static stack => Assert.Matches(@"^Braid\.Tracing\.TestApp\.AppTrace\.Tick\w*;(.*;)?Braid\.Tracing\.TestApp\.Contextual\.Tick;", stack));
        Assert.EndsWith("Program.<Main>", stacks[0], StringComparison.Ordinal);
        Assert.Contains("System.Threading.Tasks.Task.", stacks[2], StringComparison.Ordinal);
        Assert.EndsWith(";System.Threading.Thread.StartCallback", stacks[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--context: 'vuser' is no context; there are vpid, vtid, procname, ", "-u", "*", "--context", "vpid,vuser")]
    [InlineData("--context: 'perf:thread:none' is no context; ", "-u", "*", "--context", "perf:thread:none")]
    [InlineData("--context: '$app.a' is no context; ", "-u", "*", "--context", "$app.a")]
    [InlineData("--context: 'vpid' is named twice", "-u", "*", "--context", "vpid", "--context", "vpid")]
    [InlineData("--context: 'trace_id' goes with tracepoints of programs: add -u PATTERN", "-k", "sched_switch", "--context", "tid,trace_id")]
    [InlineData("--context: 'vpid' goes with tracepoints of programs and with system calls: add -u PATTERN or --syscalls", "-k", "sched_switch", "--context", "tid,vpid")]
    [InlineData("--context: 'prio' goes with system calls: add --syscalls", "-u", "*", "--context", "vpid,prio")]
    [InlineData("--context: 'tid' goes with kernel events: add -k PATTERN", "-u", "*", "--context", "vpid,tid")]
    [InlineData("--context: 'preemptible' is named twice", "-k", "sched", "--context", "preemptible", "--context", "preemptible")]
    public void MistakesAreNamed(string message, params string[] options)
    {
        var result = Shell.Braid(["record", .. options, "-o", Trace, "--", "true"]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("braid: " + message, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Trace));
    }

    private string[] Record(string events, string contexts, string format)
    {
        var result = Shell.Braid("record", "-u", events, "--context", contexts, "--trace-format", format, "-o", Trace, "--", TestApp.Path, "contexts").Expect();
        Assert.Contains(" 6 events ", result.Error, StringComparison.Ordinal);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex("""^.* app:tick: .*managed_thread_id = ([0-9]+), trace_id = "(.*)", span_id = "(.*)", _app_app_tenant = "(.*)", procname = "(.*)", vpid = ([0-9]+) .* sequence = ([0-9]+) }$""")]
    private static partial Regex Told();

    [GeneratedRegex("app:tick: .*managed_stack = \"([^\"]*)\"")]
    private static partial Regex Stack();

    [GeneratedRegex(@"Braid\.Tracing\.T:\(([0-9]+)\)")]
    private static partial Regex VirtualPid();

    [GeneratedRegex("[^a-z0-9A-Z]")]
    private static partial Regex NotInName();
}
