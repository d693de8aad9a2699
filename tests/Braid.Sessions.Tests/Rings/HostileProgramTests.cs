using System.Buffers.Binary;
using Braid.Rings;
using Braid.Sessions.Rings;
using CsCheck;

namespace Braid.Sessions.Tests.Rings;

/// <summary>Whatever a program's file holds, the recorder neither crashes nor hangs nor reads outside of it.</summary>
[Collection("rings")]
public sealed unsafe class HostileProgramTests
{
    [Fact]
    public void Any_bytes_as_an_event_parse_or_are_refused() => Gen.Byte.Array[0, 200].Sample(Parse, iter: 20_000);

    [Fact]
    public void The_whole_entry_parses()
    {
        var parsed = EventTable.Parse(s_entry, 0);
        Assert.Equal("f _g_length g _h_length h", string.Join(' ', parsed.Payload!.Members.Select(static member => member.Name)));
        Assert.Equal("ok", parsed.Description);
    }

    [Fact]
    public void Damaged_entries_parse_or_are_refused() =>
        Gen.Select(Gen.Int[0, s_entry.Length - 1], Gen.Byte, Gen.Int[0, s_entry.Length]).Sample(
            (at, value, length) =>
            {
                var entry = s_entry.ToArray();
                entry[at] = value;
                Parse(entry[..length]);
            }, iter: 20_000);

    [Fact]
    public void Any_ring_state_is_drained_or_refused() =>
        Gen.Select(Gen.ULong, Gen.UInt[0, 3], Gen.UInt[0, 70_000], Gen.UInt[0, 20], Gen.ULong).Sample(
            (state, number, used, events, time) =>
            {
                using var program = new FakeProgram();
                using var recording = new Recording(new HashSet<int> { Environment.ProcessId }, bufferSize: 64 << 10);
                recording.Source.Start();
                var ring = (RingControl*)(program.Map + RingLayout.RingControlsAt);
                var header = (SubBufferHeader*)(program.Map + RingLayout.RingAt(1, 0));
                *header = new() { Number = number, Used = used, Events = events, Begin = time, End = time / 2, Discarded = time };
                ring->State = number == 0 ? RingState.Close(RingState.Open(0)) : state & ~RingState.ProgramClaim;
                recording.Stop();
            }, iter: 60, threads: 1);

    /// <summary>The same in overwrite mode, in two snapshots: a ring may go back, jump and claim any history.</summary>
    [Fact]
    public void Any_overwriting_ring_is_read_or_refused()
    {
        var (refused, read) = (0, 0);
        var opened = Gen.OneOf(Gen.ULong, Gen.ULong[0, 40]);
        Gen.Select(opened, opened, Gen.ULong[0, 40], Gen.UInt[0, 3], Gen.UInt[0, 70_000], Gen.UInt[0, 20], Gen.OneOf(Gen.ULong, Gen.ULong[0, 100])).Sample(
            (first, second, number, taken, used, events, before) =>
            {
                using var program = new FakeProgram();
                using var recording = new Recording(new HashSet<int> { Environment.ProcessId }, bufferSize: 64 << 10, overwrite: true);
                recording.Source.Start();
                var ring = (RingControl*)(program.Map + RingLayout.RingControlsAt);
                foreach (var count in new[] { first, second })
                {
                    for (var place = 0; place < 8; place++)
                    {
                        var header = (SubBufferHeader*)(program.Map + RingLayout.RingAt(1, 0) + place * 8192);
                        var there = (count - 1 - (ulong)place - taken) & RingState.NumberMask;
                        *header = new() { Number = (uint)there, Used = used, Events = events, Begin = before, End = used, Discarded = before, EventsBefore = before };
                    }

                    ring->Opened = count;
                    ring->State = number == 0 ? RingState.Close(RingState.Open((uint)count - 1)) : RingState.Open((uint)(count - number)) + (used & 8191);
                    recording.TakeSnapshot();
                }

                if (recording.Stop().Events > 0) read++;
                if (recording.Warnings.Count > 0) refused++;
            }, iter: 200, threads: 1);
        Assert.True(refused > 0, $"{refused} refused, {read} read");
    }

    [Fact]
    public void Any_header_is_listed_or_refused() =>
        Gen.Select(Gen.Int[0, 63], Gen.Byte, Gen.UInt).Sample(
            (at, value, count) =>
            {
                using var program = new FakeProgram();
                program.Map[at] = value;
                ((ProgramHeader*)program.Map)->EventCount = count;
                RingDirectory.ListPrograms();
                using var recording = new Recording(new HashSet<int> { Environment.ProcessId });
                recording.Source.Start();
                recording.Stop();
            }, iter: 60, threads: 1);

    [Fact]
    public void Losses_of_a_ring_without_events_are_told()
    {
        using var program = new FakeProgram();
        using var recording = new Recording(new HashSet<int> { Environment.ProcessId });
        recording.Source.Start();
        ((RingControl*)(program.Map + RingLayout.RingControlsAt))->Discarded = 7;
        Assert.Equal(7, recording.Stop().Discarded);
        Assert.Equal(7UL, StreamFile.Discarded(Assert.Single(recording.StreamFiles(Environment.ProcessId))));
    }

    [Fact]
    public void A_program_that_knows_no_contexts_is_left_out_and_told()
    {
        using var program = new FakeProgram();
        var warnings = new List<string>();
        using var source = new RingSource(new()
        {
            Pids = new HashSet<int> { Environment.ProcessId },
            Contexts = [UserContext.TryParse("vpid")!],
            Clocks = _ => new() { Name = "monotonic" },
            CreateTrace = _ => throw new InvalidOperationException(),
            Warn = warnings.Add,
        });
        source.Start();
        Assert.Equal(1u, ((ProgramControl*)(program.Map + RingLayout.ControlAt))->Answered);
        source.Stop();
        Assert.Equal($"program {Environment.ProcessId} uses a Braid.Tracing that knows no contexts and filters and is left out", Assert.Single(warnings));
    }

    /// <summary>An event whose time is stored while the recorder looks: the sub-buffer before it has been taken, the state is still closed.</summary>
    [Fact]
    public void A_ring_between_two_sub_buffers_is_no_broken_one()
    {
        using var program = new FakeProgram();
        using var recording = new Recording(new HashSet<int> { Environment.ProcessId });
        recording.Source.Start();
        var memory = program.Memory;
        var at = RingLayout.RingControlsAt;
        var stop = false;
        var writer = new Thread(() =>
        {
            for (var time = 1UL; !Volatile.Read(ref stop); time++) memory.Write(time, at + 8);
        });
        writer.Start();
        for (var i = 0; i < 20_000; i++) recording.Source.Drain(flush: false);
        Volatile.Write(ref stop, true);
        writer.Join();
        recording.Stop();
        Assert.Empty(recording.Warnings);
    }

    /// <summary>A file that is cut and lengthened again at every moment of its recording: the recorder lives.</summary>
    [Fact]
    public void A_file_that_is_cut_short_meanwhile_ends_nothing()
    {
        var until = Environment.TickCount64 + 3000;
        var random = new Random(1);
        while (Environment.TickCount64 < until)
        {
            using var program = new FakeProgram();
            using var recording = new Recording(new HashSet<int> { Environment.ProcessId }, bufferSize: 64 << 10);
            var stop = false;
            var cutter = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    program.SetLength(random.Next(2) == 0 ? 0 : random.Next((int)RingLayout.EventTableAt(1)));
                    program.SetLength(RingLayout.FileSize(1));
                    program.Fill();
                    Thread.SpinWait(random.Next(2000));
                }
            });
            cutter.Start();
            recording.Start();
            Thread.Sleep(random.Next(20));
            recording.Stop();
            recording.Source.Dispose();
            Volatile.Write(ref stop, true);
            cutter.Join();
        }
    }

    private static readonly byte[] s_entry =
    [
        0, 0, 0, 0, 3, 0, 0, 1, 1, (byte)'p', 1, (byte)'e', 3, 32, 1, 1, (byte)'f', 2, 0,
        1, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'A', 2, 0, 0, 0, 0, 0, 0, 0, 1, (byte)'B', 5, 64, 0, 1, (byte)'g',
        8, 8, 0, 1, (byte)'h', 2, 0, 7, 8, 0, 1, (byte)'i', 1, 0, 1, 8, 0, 1, (byte)'j', 2, 32, 0, 1, (byte)'k', 1, 2, 0, (byte)'o', (byte)'k',
    ];

    private static void Parse(byte[] entry)
    {
        try
        {
            EventTable.Parse(entry, 0);
        }
        catch (InvalidDataException)
        {
            // refused
        }
    }

    /// <summary>A file such as a program with one CPU and one event makes, in the name of this process.</summary>
    private sealed class FakeProgram : IDisposable
    {
        private readonly string _path = new ProgramFileName(RingNative.GetEffectiveUid(), Environment.ProcessId, (ulong)Environment.TickCount64).Path;
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;

        public FakeProgram()
        {
            File.Delete(_path);
            _file = RingNative.TryOpen(_path, RingNative.ReadWrite | RingNative.Create | RingNative.Exclusive, 0x180)!;
            RandomAccess.SetLength(_file, RingLayout.FileSize(1));
            Assert.True(OfdLock.TryTake(_file.Fd(), RingLayout.ProgramLock));
            Map = RingNative.MapFile(_file, RingLayout.FileSize(1));
            Fill();
        }

        public byte* Map { get; }

        public ProgramMemory Memory => new(_file, _path);

        public void SetLength(long length) => RandomAccess.SetLength(_file, length);

        /// <summary>Writes what a program writes, as system calls: the file may be short.</summary>
        public void Fill()
        {
            var memory = Memory;
            memory.Write(new ProgramHeader { Magic = RingLayout.Magic, Version = RingLayout.Version, Cpus = 1, EventCount = 1, Clocks = 1, Features = RingLayout.OverwriteBit }, 0);
            for (var i = 0; i < RingLayout.RingsPerCpu; i++) memory.Write(RingState.Initial, RingLayout.RingControlsAt + i * RingControl.Size);
            var entry = new byte[(s_entry.Length + 7) & ~7];
            s_entry.CopyTo(entry, 0);
            BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length);
            memory.Write<byte>(entry, RingLayout.EventTableAt(1));
        }

        public void Dispose()
        {
            File.Delete(_path);
            RingNative.Unmap((nint)Map, (nuint)RingLayout.FileSize(1));
            _file.Dispose();
        }
    }
}
