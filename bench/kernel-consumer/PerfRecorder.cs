using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace KernelConsumer;

/// <summary><c>perf record</c> of the same workload and events; its time is that of all children less the workload's own.</summary>
internal static partial class PerfRecorder
{
    internal static Measurement Run(string workload, int calls, string[] options)
    {
        var data = Path.GetTempFileName();
        try
        {
            var before = ChildrenMicroseconds();
            var own = Output("perf", ["record", "-q", "-B", "-N", .. options, "-e", "raw_syscalls:*", "-o", data, "--", workload, $"{calls}"]);
            var cpu = ChildrenMicroseconds() - before - long.Parse(own, CultureInfo.InvariantCulture);
            var stats = Output("perf", ["report", "-i", data, "--stats"]);
            return new(Count(stats, "SAMPLE"), Count(stats, "LOST_SAMPLES") + LostEvents(data), new FileInfo(data).Length, cpu / 1000.0);
        }
        finally
        {
            File.Delete(data);
        }
    }

    private static long Count(string stats, string name) =>
        Regex.Matches(stats, $@"^\s+{name} events:\s+(\d+)", RegexOptions.Multiline).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>A LOST record tells how many events were lost; "--stats" counts only the records.</summary>
    private static long LostEvents(string data) =>
        Regex.Matches(Output("perf", ["script", "-i", data, "--show-lost-events", "-F", "comm"]), @"PERF_RECORD_LOST lost (\d+)")
            .Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    private static string Output(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }

    private static long ChildrenMicroseconds()
    {
        const int children = -1;
        Span<long> usage = stackalloc long[18];
        if (ResourceUsage(children, ref usage[0]) < 0) throw new InvalidOperationException("getrusage");
        return ((usage[0] + usage[2]) * 1_000_000) + usage[1] + usage[3];
    }

    [LibraryImport("libc", EntryPoint = "getrusage", SetLastError = true)]
    private static partial int ResourceUsage(int who, ref long usage);
}
