using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;
using Braid.Rings;
using Braid.Sessions.Rings;
using CsCheck;

namespace Braid.Sessions.Tests.Rings;

/// <summary>The files of programs whose recorder was killed.</summary>
[Collection("rings")]
public sealed class CrashTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-crash-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_a_killed_recorder_has_not_read_outlives_the_program()
    {
        using var file = new CrashedFile();
        using (var crashed = CrashedProgram.TryOpen(file.Path)!)
        {
            Assert.Equal(CrashedFile.Count, crashed.Unread);
            Assert.Null(CrashedProgram.TryOpen(file.Path)); // one reader at a time
            Assert.Equal(CrashedFile.Count, crashed.Extract(_directory, "crash", CtfVersion.Ctf18).Events);
            Assert.Empty(crashed.Faults);
            crashed.Remove();
        }

        Assert.False(File.Exists(file.Path));
        var trace = Assert.Single(Directory.GetDirectories(Path.Combine(_directory, "ust", "pid")));
        var metadata = MetadataReader.Read(Path.Combine(trace, "metadata"));
        Assert.Equal(file.Pid, metadata.Environment.Single(e => e.Name == "vpid").Number);
        var events = Directory.GetFiles(trace, "channel0_*").SelectMany(f => StreamFile.Read(f, metadata, threadId: true)).OrderBy(e => e["sequence"]);
        Assert.Equal(Enumerable.Range(0, CrashedFile.Count).Select(i => (long)i), events.Select(e => e["sequence"]));
    }

    [Fact]
    public void The_next_recording_brings_unread_events_to_disk()
    {
        using var file = new CrashedFile();
        var warnings = new List<string>();
        RingDirectory.Sweep(warnings.Add, _directory);
        Assert.False(File.Exists(file.Path));
        var trace = Assert.Single(Directory.GetDirectories(_directory));
        Assert.Equal($"{CrashedFile.Count} events that a killed recorder had not read of 1 killed program are now in {trace}", Assert.Single(warnings));
        Assert.Equal(CrashedFile.Count, CountEvents(Assert.Single(Directory.GetDirectories(Path.Combine(trace, "ust", "pid")))));
    }

    [Fact]
    public void What_the_disk_does_not_take_stays()
    {
        using var file = new CrashedFile();
        var warnings = new List<string>();
        RingDirectory.Sweep(warnings.Add, "/proc");
        Assert.True(File.Exists(file.Path));
        Assert.StartsWith("the events that a killed recorder had not read stay in /dev/shm, for 'braid crash': /proc/braid-crash-", Assert.Single(warnings));
    }

    [Fact]
    public void Of_many_files_with_unread_events_the_latest_are_saved()
    {
        using var file = new CrashedFile();
        var name = Path.GetFileName(file.Path);
        var others = Enumerable.Range(1, RingDirectory.MaxRescued)
            .Select(i => $"{RingDirectory.Path}/{name[..(name.LastIndexOf('.') + 1)]}{i}").ToList(); // older, by the time in their names
        try
        {
            foreach (var other in others) file.CopyTo(other);
            var warnings = new List<string>();
            RingDirectory.Sweep(warnings.Add, _directory);
            Assert.StartsWith($"{CrashedFile.Count} unread events of 1 earlier killed program are removed", warnings[0]);
            Assert.StartsWith($"{RingDirectory.MaxRescued * CrashedFile.Count} events that a killed recorder had not read of {RingDirectory.MaxRescued} killed programs are now in ", warnings[1]);
            Assert.All([file.Path, .. others], static path => Assert.False(File.Exists(path)));
            var traces = Directory.GetDirectories(Path.Combine(Assert.Single(Directory.GetDirectories(_directory)), "ust", "pid"));
            Assert.Equal(RingDirectory.MaxRescued * CrashedFile.Count, traces.Sum(CountEvents));
        }
        finally
        {
            others.ForEach(File.Delete);
        }
    }

    [Fact]
    public void A_recording_of_a_program_with_unread_events_tells_how_many_it_gives_up()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using (var killed = new TestProgram("record", program.Pid.ToString()))
        {
            Assert.Equal("recording", killed.ReadLine());
            killed.Kill();
        }

        program.WriteLine("77");
        Assert.Equal("done", program.ReadLine());
        using var recording = new Recording(new HashSet<int> { program.Pid }, ["app:tick"]).Start();
        Assert.Equal(0, recording.Stop().Events);
        Assert.Contains($"program {program.Pid}: 77 events that an interrupted recording has not read are given up", recording.Warnings);
    }

    /// <summary>Bytes changed in all that describes the events, and in the events: an error, or a trace that reads or says where it is damaged.</summary>
    [Fact]
    public void Any_bytes_are_refused_or_make_a_trace()
    {
        using var file = new CrashedFile();
        var copy = Path.Combine(_directory, Path.GetFileName(file.Path));
        file.CopyTo(copy);
        var cpus = (uint)Environment.ProcessorCount;
        var places = new List<(long At, int Length)>
        {
            (0, 64), (RingLayout.ControlAt, 64), (RingLayout.EventTableAt(cpus), 1024),
            (RingLayout.RingControlsAt, RingControl.Size * RingLayout.RingsPerCpu * (int)cpus),
        };
        for (var cpu = 0; cpu < cpus; cpu++) places.Add((RingLayout.RingAt(cpus, cpu * RingLayout.RingsPerCpu), 256));
        var (refused, faulty, read) = (0, 0, 0);
        var samples = 0;
        Gen.Select(Gen.Int[0, places.Count - 1], Gen.Int[0, 1 << 20], Gen.Byte.Array[1, 8]).Array[1, 3].Sample(
            changes =>
            {
                var before = new List<(long At, byte[] Bytes)>();
                using var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                foreach (var (place, offset, bytes) in changes)
                {
                    var at = places[place].At + offset % places[place].Length;
                    var old = new byte[bytes.Length];
                    RandomAccess.Read(handle, old, at);
                    before.Add((at, old));
                    RandomAccess.Write(handle, bytes, at);
                }

                var output = Path.Combine(_directory, $"out{samples++}");
                try
                {
                    using var crashed = CrashedProgram.TryOpen(copy)!;
                    var totals = crashed.Extract(output, "crash", CtfVersion.Ctf18);
                    if (crashed.Faults.Count > 0 || !ReadsWhole(output, totals.Events)) faulty++;
                    else read++;
                }
                catch (InvalidDataException e)
                {
                    Assert.StartsWith(copy, e.Message);
                    refused++;
                }

                before.Reverse();
                foreach (var (at, old) in before) RandomAccess.Write(handle, old, at);
                if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
            }, iter: 500, threads: 1);
        Assert.True(refused > 0 && faulty > 0 && read > 0, $"{refused} refused, {faulty} with faults, {read} read");
    }

    private static bool ReadsWhole(string directory, long events)
    {
        if (!Directory.Exists(directory)) return events == 0;
        using var traces = TraceSet.Open([directory], new TraceSetOptions());
        var reader = traces.Read();
        var read = 0L;
        while (reader.MoveNext())
        {
            if (reader.Current.Kind == MessageKind.Event) read++;
        }

        return !reader.FindFaults().Any() && read == events;
    }

    private static int CountEvents(string trace)
    {
        var metadata = MetadataReader.Read(Path.Combine(trace, "metadata"));
        return Directory.GetFiles(trace, "channel0_*").Sum(file => StreamFile.Read(file, metadata, threadId: true).Count());
    }
}
