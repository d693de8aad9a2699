using System.Runtime.InteropServices;
using Braid.Script.Filters;
using Braid.Sessions.Tracefs;
using Braid.Sessions.Tracefs.Filters;

namespace Braid.Sessions.Tests.Tracefs.Filters;

/// <summary>The kernel lets pass what LTTng's language says: of system calls with arguments of our choice, exactly those.</summary>
[Collection("kernel")]
public sealed partial class KernelFilterTests
{
    /// <summary>lseek(2)'s number on x86-64 and on arm64.</summary>
    private static readonly nint s_seek = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? 62 : 8;

    /// <summary>Descriptors that do not exist; the upper halves mean nothing to the kernel.</summary>
    private static readonly long[] s_descriptors = [-1, 901, unchecked((long)0xFFFF_FFFF_0000_0385), 0x1_0000_0386, -7];

    private static readonly long[] s_offsets = [long.MinValue, -5, 0, 5, 6, 1L << 40];

    /// <summary>The arguments as LTTng declares them.</summary>
    private static IEnumerable<(uint Fd, long Offset, uint Whence)> Calls =>
        from fd in s_descriptors from offset in s_offsets from whence in (uint[])[0, 3] select ((uint)fd, offset, whence);

    public static readonly TheoryData<string, Func<uint, long, uint, bool>> Filters = new()
    {
        { "fd == 901", static (fd, _, _) => fd == 901 },
        { "fd != 901", static (fd, _, _) => fd != 901 },
        { "fd == 4294967295", static (fd, _, _) => fd == uint.MaxValue },
        { "fd == -1", static (_, _, _) => false },
        { "fd & 2", static (fd, _, _) => (fd & 2) != 0 },
        { "(fd & 6) == 4", static (fd, _, _) => (fd & 6) == 4 },
        { "(fd & 6) != 4", static (fd, _, _) => (fd & 6) != 4 },
        { "offset < 0", static (_, offset, _) => offset < 0 },
        { "offset >= 5 && whence == 3", static (_, offset, whence) => offset >= 5 && whence == 3 },
        { "offset == -5 || fd == 902", static (fd, offset, _) => offset == -5 || fd == 902 },
        { "!(offset > -6)", static (_, offset, _) => !(offset > -6) },
        { "!offset", static (_, offset, _) => offset == 0 },
        { "5 > offset", static (_, offset, _) => offset < 5 },
        { "offset == (1 << 40)", static (_, offset, _) => offset == 1L << 40 },
        { "offset & 1 == 1", static (_, offset, _) => (offset & 1) == 1 },
        { "$ctx.procname == \"filter-*\" && fd == 901", static (fd, _, _) => fd == 901 },
        { "$ctx.procname == \"nobody\"", static (_, _, _) => false },
        { "$ctx.cpu_id < 1024", static (_, _, _) => true },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void WhatPassesIsWhatTheLanguageSays(string filter, Func<uint, long, uint, bool> passes)
    {
        var selection = EventSelection.Resolve(new(Linux.Ftrace.TracefsMount.Open()), ["sys_enter_lseek"], []);
        var expected = Calls.Where(c => passes(c.Fd, c.Offset, c.Whence)).ToList();
        if (FilterTranslator.Translate(FilterParser.Parse(filter), selection.Catalogue.Format(selection.Events[0])).IsNever)
        {
            Assert.Empty(expected);
            return;
        }

        using var recording = new KernelRecording(selection.Where(FilterParser.Parse(filter)), o => o with { Pids = [Environment.ProcessId] });
        recording.RecordThenDrain(Call);

        var found = recording.Read().Select(static e => ((uint)e.Number("fd"), e.Number("offset"), (uint)e.Number("whence")));
        Assert.Equal(expected, found.Where(static c => Calls.Contains(c)));
    }

    [Fact]
    public void TextsThatArgumentsPointToCanBeCompared()
    {
        var selection = EventSelection.Resolve(new(Linux.Ftrace.TracefsMount.Open()), [], ["openat"]).Where(FilterParser.Parse("filename == \"/none/a*\" && filename != \"*z\""));
        using var recording = new KernelRecording(selection, o => o with { Pids = [Environment.ProcessId] });

        recording.RecordThenDrain(() =>
        {
            foreach (var path in (string[])["/none/a", "/none/b", "/none/az", "/other/a", "/none/abc"]) Assert.True(Open(-100, path, 0) < 0);
        });

        Assert.Equal(2, recording.Read().Count);
    }

    [Fact]
    public void EveryEventTakesAFilterOfContexts()
    {
        var all = EventSelection.Resolve(new(Linux.Ftrace.TracefsMount.Open()), ["*"], ["*"]);
        var selection = all.Where(FilterParser.Parse("$ctx.procname == \"filter-*\" && $ctx.tid != 1 && !$ctx.need_reschedule"));
        Assert.Equal(all.Events.Count(static e => e != Linux.Ftrace.EventCatalogue.Print), selection.Filters.Count);
        using var recording = new KernelRecording(selection);

        recording.RecordThenDrain(Call);

        var events = recording.Read();
        Assert.Contains(events, static e => e.Name == "syscall_entry_lseek");
        Assert.DoesNotContain(events, static e => e.Tid == 1);
    }

    private static void Call()
    {
        var thread = new Thread(static () =>
        {
            foreach (var fd in s_descriptors)
            {
                foreach (var offset in s_offsets)
                {
                    foreach (var whence in (nint[])[0, 3]) SystemCall(s_seek, (nint)fd, (nint)offset, whence);
                }
            }
        }) { Name = "filter-test" };
        thread.Start();
        thread.Join();
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", EntryPoint = "openat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(int directory, string path, int flags);
}
