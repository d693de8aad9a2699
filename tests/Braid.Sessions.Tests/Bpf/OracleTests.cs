using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Braid.Linux.Clocks;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>What eBPF records is what others saw of the same calls at the same time.</summary>
[Collection("kernel")]
public sealed partial class OracleTests(ITestOutputHelper output)
{
    private const string Work = "ls -lR /etc/apt /usr/share/doc/bash >/dev/null; cat /etc/hostname /no/such/file 2>/dev/null | grep -c a; mkdir /tmp/braid-$$; ln -s target /tmp/braid-$$/link; readlink /tmp/braid-$$/link; mv /tmp/braid-$$/link /tmp/braid-$$/other; rm -r /tmp/braid-$$";

    /// <summary>Each argument of each call of each thread, in order, has the value that tracefs gives it.</summary>
    [Fact]
    public void ArgumentsAreThoseOfTracefs()
    {
        using var recording = new BpfRecording(["*"], withTracefs: true);

        // While the programs are put on and taken off, calls that others make may have one of their two events only.
        var clock = TraceClock.Open(ClockKind.Monotonic);
        var (begin, end) = (0UL, 0UL);
        recording.Record(() =>
        {
            begin = clock.Now();
            Run("sh", "-c", Work);
            end = clock.Now();
        });
        var theirs = recording.ReadTracefs().GroupBy(static e => e.Tid).ToDictionary(static g => g.Key, static g => g.ToList());
        var (events, fields, names) = (0, 0, new HashSet<string>());
        foreach (var thread in recording.Read().Where(e => e.Time >= begin && e.Time <= end && !e.Name.StartsWith("compat_", StringComparison.Ordinal)).GroupBy(static e => e.Tid))
        {
            var ours = thread.ToList();
            var other = theirs[thread.Key];
            var same = other.Index().Where(e => e.Item.Name == ours[0].Name).MinBy(e => Math.Abs((long)(e.Item.Time - ours[0].Time)));
            Assert.True(same.Item is not null, $"tracefs has no {ours[0].Name} of thread {thread.Key}");
            var skip = same.Index;
            for (var i = 0; i < ours.Count; i++)
            {
                var (mine, its) = (ours[i], other[skip + i]);
                Assert.Equal(its.Name, mine.Name);
                foreach (var (name, value) in its.Fields)
                {
                    if (!mine.Fields.TryGetValue(name, out var recorded) || recorded is not (long or ulong) || IsOther(mine.Name, name)) continue;

                    // tracefs calls all arguments of mmap unsigned long.
                    var isSame = mine.Name == "syscall_entry_mmap" ? (int)its.Number(name) == (int)mine.Number(name) : its.Number(name) == mine.Number(name);
                    Assert.True(isSame, $"{mine.Name}.{name}: {value} in tracefs, {recorded} here");
                    fields++;
                }

                names.Add(mine.Name);
                events++;
            }
        }

        output.WriteLine($"{events} events, {fields} fields of {names.Count} kinds compared with tracefs");
        Assert.InRange(events, 2000, int.MaxValue);
        Assert.InRange(fields, 4000, int.MaxValue);
    }

    /// <summary>strace sees the same texts in the same calls, in order, of each of the processes.</summary>
    [Fact]
    public void TextsAreThoseOfStrace()
    {
        var log = Path.GetTempFileName();
        using var recording = new BpfRecording(["*"]);
        recording.Record(() => Run("strace", "-f", "-qq", "-s", "5000", "-o", log, "-e", "signal=none", "-e", "trace=" + string.Join(',', s_calls.Keys), "sh", "-c", Work));
        var ours = recording.Read().GroupBy(static e => e.Tid).ToDictionary(static g => g.Key, static g => g.ToList());
        var (compared, unread) = (0, 0);
        foreach (var process in File.ReadLines(log).Select(static l => CallLine().Match(l)).Where(static m => m.Success).GroupBy(static m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)))
        {
            var events = ours[process.Key].Where(e => s_calls.Values.Contains(e.Name["syscall_entry_".Length..].TrimStart()) && e.Name.StartsWith("syscall_entry_", StringComparison.Ordinal)).ToList();
            var calls = process.ToList();
            Assert.Equal(calls.Select(static c => "syscall_entry_" + s_calls[c.Groups[2].Value]), events.Select(static e => e.Name));
            foreach (var (call, e) in calls.Zip(events))
            {
                var texts = TextArguments(call.Groups[3].Value);
                var mine = e.Fields.Values.OfType<string>().ToList();
                for (var i = 0; i < mine.Count; i++)
                {
                    if ((e.Number("unread") >> i & 1) != 0)
                    {
                        Assert.Equal("", mine[i]);
                        unread++;
                        continue;
                    }

                    Assert.True(i < texts.Count && texts[i] == mine[i], $"{call.Value}: '{mine[i]}' here");
                    compared++;
                }
            }
        }

        File.Delete(log);
        output.WriteLine($"{compared} texts compared with strace, {unread} were not in memory");
        Assert.InRange(compared, 300, int.MaxValue);
        Assert.InRange(unread, 0, compared / 4);
    }

    /// <summary>strace's names, the kernel's; all begin with their texts, or have a descriptor before them.</summary>
    private static readonly Dictionary<string, string> s_calls = new()
    {
        ["execve"] = "execve", ["openat"] = "openat", ["access"] = "access", ["newfstatat"] = "newfstatat", ["statx"] = "statx", ["unlinkat"] = "unlinkat",
        ["mkdir"] = "mkdir", ["symlinkat"] = "symlinkat", ["symlink"] = "symlink", ["renameat2"] = "renameat2", ["lgetxattr"] = "lgetxattr", ["getxattr"] = "getxattr",
        ["faccessat2"] = "faccessat2", ["rename"] = "rename", ["statfs"] = "statfs",
    };

    // tracefs has the address of a length, LTTng the length.
    private static bool IsOther(string call, string field) => (call.EndsWith("accept4", StringComparison.Ordinal) || call.EndsWith("accept", StringComparison.Ordinal)) && field == "upeer_addrlen";

    [GeneratedRegex("""^(\d+)\s+(\w+)\((.*)""")]
    private static partial Regex CallLine();

    /// <summary>The texts that are arguments: not those in structures and arrays.</summary>
    private static List<string> TextArguments(string arguments)
    {
        var (texts, depth) = (new List<string>(), 0);
        for (var at = 0; at < arguments.Length; at++)
        {
            if (arguments[at] is '{' or '[') depth++;
            if (arguments[at] is '}' or ']') depth--;
            if (arguments[at] != '"') continue;
            var start = ++at;
            for (; arguments[at] != '"'; at++) at += arguments[at] == '\\' ? 1 : 0;
            if (depth == 0) texts.Add(Regex.Unescape(arguments[start..at]));
        }

        return texts;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
    }
}
