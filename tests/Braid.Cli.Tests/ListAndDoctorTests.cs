using System.Text.Json;

namespace Braid.Cli.Tests;

public sealed class ListAndDoctorTests
{
    [Fact]
    public void KernelEventsWithTheirFieldsUnderLttngsNames()
    {
        var output = Shell.Braid("list", "-k", "--fields", "sched_switch", "irq_softirq_entry").Expect().Output;

        Assert.Equal("""
            sched_switch (sched:sched_switch)
                  prev_comm: char[16]
                  prev_tid: int32
                  prev_prio: int32
                  prev_state: int64
                  next_comm: char[16]
                  next_tid: int32
                  next_prio: int32
            irq_softirq_entry (irq:softirq_entry)
                  vec: uint32

            """, output);
    }

    [Fact]
    public void EveryEventOfTheKernelIsListed()
    {
        var expected = File.ReadLines("/sys/kernel/tracing/available_events").Count(l => !l.StartsWith("syscalls:", StringComparison.Ordinal));
        var listed = Shell.Braid("list", "-k").Expect().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected, listed.Count(l => !l.Contains("(ftrace:", StringComparison.Ordinal)));
        Assert.Equal(listed.Length, listed.Distinct().Count());
    }

    [Fact]
    public void SystemCalls()
    {
        var output = Shell.Braid("list", "-k", "--syscall", "--fields", "openat").Expect().Output;
        Assert.Contains("syscall_entry_openat (syscalls:sys_enter_openat)\n      dfd: int32\n      filename: uint64 hex\n      flags: int32\n      mode: uint16", output);
        Assert.Contains("syscall_exit_openat (syscalls:sys_exit_openat)\n      ret: int64", output);
    }

    [Fact]
    public void RunningProgramsWithTheirTracepoints()
    {
        var app = Shell.Start(TestApp.Path, ["forever", "/dev/null", "1"]);
        app.Process.Kill();
        Shell.End(app);

        using var waiting = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(TestApp.Path, ["wait"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            Assert.Equal("ready", waiting.StandardOutput.ReadLine());
            var output = Shell.Braid("list", "-u", "--fields", "app:tick").Expect().Output;
            Assert.Equal($"PID {waiting.Id}: Braid.Tracing.T (uid 0)\n  app:tick (loglevel: TRACE_DEBUG_LINE (13))\n      thread: int32\n      sequence: int64\n", output);
        }
        finally
        {
            waiting.StandardInput.Close();
            waiting.WaitForExit();
        }
    }

    [Fact]
    public void NothingAskedIsAnError() => Assert.Equal("braid: list: say what: --kernel (-k), --userspace (-u), --userspace-probes or --contexts\n", Shell.Braid("list").Expect(1).Error);

    [Fact]
    public void TheDoctorTriesEveryInterfaceAndTellsHowToGetWhatIsMissing()
    {
        using var document = JsonDocument.Parse(Shell.Braid("doctor", "--json").Expect().Output);
        var results = document.RootElement.EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);

        Assert.Equal("ok", results["tracefs instance"].GetProperty("status").GetString());
        Assert.All(results.Values.Where(r => r.GetProperty("status").GetString() != "ok"), r =>
        {
            Assert.NotEqual("", r.GetProperty("fix").GetString());
            Assert.NotEqual("", r.GetProperty("used_for").GetString());
        });
        Assert.Empty(Directory.GetDirectories("/sys/kernel/tracing/instances"));
        var table = Shell.Braid("doctor").Expect().Output;
        Assert.All(results.Keys, name => Assert.Contains(name, table));
    }

    [Fact]
    public void TheDoctorWorksWithoutRoot()
    {
        var output = Shell.Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Shell.BraidPath, "doctor"]).Expect().Output;
        Assert.Contains("denied", output);
        Assert.Contains("ok       shared memory", output);
    }
}
