using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Braid.Clocks;
using Braid.Rings;

namespace Braid.Tracing.Rings;

/// <summary>
/// The file by which a recorder finds this process: made at the first registration, mapped for the life of the process,
/// unlinked at its end. All of it is off the fast path and under one lock.
/// <para>
/// No event is missed when it is registered while a recorder attaches or leaves. The program stores the event count, then
/// a full fence, then reads the rules; the recorder stores the rules, then a full fence, then reads the event count and
/// sets the enable bytes of the events it sees. In any order of these, at least one of the two sees the other's store.
/// When both do, both come to the same result. A program that has used rules which have changed since starts over; the
/// generation number, odd while the rules are written, tells.
/// </para>
/// </summary>
internal static unsafe class ProgramFile
{
    private static readonly Lock s_lock = new();

    /// <summary>Null before the first registration and when the file could not be made; then all tracepoints stay disabled.</summary>
    private static byte* s_map;

    private static bool s_tried;
    private static int s_fd = -1;
    private static string s_path = "";
    private static long s_tableAt;

    /// <summary>End of the entries in the event table, and of what of it has memory.</summary>
    private static long s_tableUsed, s_tableAllocated;

    /// <summary>By event, for filters: what rules look at, and its fields in the order in which they are written.</summary>
    private static readonly List<RegisteredEvent> s_events = [];

    /// <summary>What the enable pointer of an inert tracepoint points at.</summary>
    private static byte* s_never;

    /// <summary>The file; empty before the first registration and when it could not be made.</summary>
    public static string Path => s_map == null ? "" : s_path;

    /// <summary>Whether a recorder has told what it wants.</summary>
    public static bool HasRules => s_map != null && Volatile.Read(ref ((ProgramControl*)(s_map + RingLayout.ControlAt))->RulesLength) != 0;

    /// <summary>Whether <c>BRAID_ALLOW_BLOCKING</c> is set: a thread that finds a ring full may wait as long as the recorder says.</summary>
    public static bool MayBlock { get; private set; }

    /// <summary>Whether a recorder is attached and alive.</summary>
    public static bool HasRecorder => OfdLock.IsHeld(s_fd, RingLayout.RecorderLock);

    /// <summary>Adds an event to the table.</summary>
    /// <returns>Its enable byte, valid for the life of the process.</returns>
    public static byte* Register(string provider, string name, TracepointDetails details, ReadOnlySpan<TraceField> fields, out ushort id)
    {
        id = 0;
        lock (s_lock)
        {
            var first = !s_tried;
            if (first) BecomeInert();
            var enabled = s_never;
            try
            {
                if (first) Open();
                if (s_map == null) return enabled;
                enabled = Append(provider, name, details, fields, out id);
                if (first) Advert.AwaitRecorder((ProgramControl*)(s_map + RingLayout.ControlAt));
            }
            catch (Exception)
            {
                // Tracing must not take the program down, whatever is wrong with the machine: the event stays disabled.
            }

            return enabled;
        }
    }

    /// <summary>What was registered under <paramref name="id"/>.</summary>
    public static RegisteredEvent EventOf(ushort id)
    {
        lock (s_lock) return s_events[id];
    }

    /// <summary>Until there is a file, tracepoints use rings in private memory that no recorder ever gives any room.</summary>
    private static void BecomeInert()
    {
        s_tried = true;
        var map = (byte*)NativeMemory.AllocZeroed(RingLayout.RingControlsAt + RingLayout.RingsPerCpu * RingControl.Size);
        s_never = map + RingLayout.EnabledAt;
        RingWriter.Use(map, cpus: 1);
    }

    private static void Open()
    {
        if (!OperatingSystem.IsLinux() || !BitConverter.IsLittleEndian || sizeof(nint) != 8) return;
        var cpus = Math.Min(Libc.CpuCount(), RingLayout.MaxCpus);
        var size = RingLayout.ExtrasAt(cpus) + RingLayout.ExtrasSize;
        if ((ulong)size > Libc.MaxFileSize()) return;

        var uid = Libc.GetEffectiveUid();
        s_path = $"{RingLayout.Directory}/{RingLayout.ProgramPrefix}{uid}.{Environment.ProcessId}.{Stopwatch.GetTimestamp()}";
        var unnamed = s_path + RingLayout.UnnamedSuffix;
        var fd = Libc.Open(unnamed, Libc.ReadWrite | Libc.Create | Libc.Exclusive | Libc.NoFollow | Libc.CloseOnExec, 0x180 /* 0600 */);
        if (fd < 0) return;
        MayBlock = Environment.GetEnvironmentVariable("BRAID_ALLOW_BLOCKING") is not null;
        var map = OfdLock.TryTake(fd, RingLayout.ProgramLock) ? MapFile(fd, size, RingLayout.EventTableAt(cpus)) : null;
        if (map != null)
        {
            Describe((ProgramHeader*)map, uid, cpus);
            for (var i = 0; i < cpus * RingLayout.RingsPerCpu; i++)
            {
                ((RingControl*)(map + RingLayout.RingControlsAt))[i].State = RingState.Initial;
            }
        }

        // From here on recorders see it: whole.
        if (map == null || Libc.Rename(unnamed, s_path) != 0)
        {
            Libc.Unlink(unnamed);
            Libc.Close(fd);
            return;
        }

        s_fd = fd;
        s_tableAt = RingLayout.EventTableAt(cpus);
        RingWriter.Use(map, cpus);
        s_map = map;
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Close();
    }

    /// <summary>Maps the file; what lies before <paramref name="allocate"/> gets memory now, so that a full tmpfs is an error here and not a SIGBUS later.</summary>
    private static byte* MapFile(int fd, long size, long allocate)
    {
        if (Libc.SetLength(fd, size) != 0 || Libc.Allocate(fd, 0, 0, allocate) != 0) return null;
        var map = Libc.Map(0, (nuint)size, Libc.ProtRead | Libc.ProtWrite, Libc.MapShared, fd, 0);
        if (map == -1) return null;
        Libc.Advise(map, (nuint)size, Libc.DontFork); // a forked child is another process and must not write here
        return (byte*)map;
    }

    private static void Describe(ProgramHeader* header, uint uid, uint cpus)
    {
        header->Magic = RingLayout.Magic;
        header->Version = RingLayout.Version;
        header->Pid = (uint)Environment.ProcessId;
        header->Uid = uid;
        header->Clocks = RingLayout.MonotonicBit | (CycleCounter.IsSupported ? RingLayout.CycleCounterBit : 0);
        header->StartTime = ReadStartTime();
        header->StartedAt = ToUnixNanoseconds(header->StartTime);
        header->Cpus = cpus;
        header->Features = RingLayout.ExtrasBit | RingLayout.OverwriteBit | RingLayout.RuleFiltersBit | (MayBlock ? RingLayout.BlockingBit : 0);
        var name = File.ReadAllText("/proc/self/comm").TrimEnd('\n');
        Encoding.UTF8.GetBytes(name).AsSpan().CopyTo(new Span<byte>(header->Name, 15));
    }

    /// <summary>Field 22 of /proc/self/stat, counted after the name, which may hold anything.</summary>
    private static ulong ReadStartTime()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return ulong.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19]);
    }

    /// <summary>Clock ticks, a hundredth of a second in every /proc, count from boot, as /proc/uptime does.</summary>
    private static long ToUnixNanoseconds(ulong ticks)
    {
        var uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        var age = double.Parse(uptime, CultureInfo.InvariantCulture) - ticks / 100.0;
        return TraceRecord.ToUnixNanoseconds(DateTime.UtcNow - TimeSpan.FromSeconds(Math.Max(age, 0)));
    }

    private static byte* Append(string provider, string name, TracepointDetails details, ReadOnlySpan<TraceField> fields, out ushort id)
    {
        id = 0;
        var header = (ProgramHeader*)s_map;
        var entry = EventEntry.Make(provider, name, details, fields);
        var count = header->EventCount;
        if (count >= RingLayout.MaxEvents || s_tableUsed + entry.Length > RingLayout.EventTableSize) return Refuse(header);
        while (s_tableUsed + entry.Length > s_tableAllocated)
        {
            if (Libc.Allocate(s_fd, 0, s_tableAt + s_tableAllocated, 1 << 16) != 0) return Refuse(header);
            s_tableAllocated += 1 << 16;
        }

        entry.CopyTo(new Span<byte>(s_map + s_tableAt + s_tableUsed, entry.Length));
        s_tableUsed += entry.Length;
        id = (ushort)count;
        var registered = new RegisteredEvent(Encoding.UTF8.GetBytes($"{provider}:{name}"), (byte)details.Level, [.. fields.ToArray().OrderBy(static field => field.IsFilterOnly)]);
        s_events.Add(registered);
        var enabled = s_map + RingLayout.EnabledAt + count;
        Volatile.Write(ref header->EventCount, count + 1);
        ApplyRules(enabled, registered.FullName, registered.Level);
        return enabled;
    }

    /// <summary>Recorders tell how many there are.</summary>
    private static byte* Refuse(ProgramHeader* header)
    {
        Volatile.Write(ref header->Refused, header->Refused + 1);
        return s_never;
    }

    private static void ApplyRules(byte* enabled, ReadOnlySpan<byte> fullName, byte level)
    {
        var control = (ProgramControl*)(s_map + RingLayout.ControlAt);
        Span<byte> rules = new byte[ProgramControl.MaxRules];
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            Interlocked.MemoryBarrier(); // the count, or the byte below, before the generation
            var generation = Volatile.Read(ref control->Generation);
            if ((generation & 1) != 0)
            {
                Libc.Sleep(10_000);
                continue;
            }

            var length = (int)Math.Min(control->RulesLength, ProgramControl.MaxRules);
            new ReadOnlySpan<byte>(control->Rules, length).CopyTo(rules);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref control->Generation) != generation) continue;
            var isWanted = Rules.Want(rules[..length], fullName, level);
            if (isWanted) GiveMemory(control);
            Volatile.Write(ref *enabled, isWanted ? (byte)1 : (byte)0);
            Interlocked.MemoryBarrier();
            if (Volatile.Read(ref control->Generation) == generation) return;
        }
    }

    /// <summary>A recorder that attached when none of our events were wanted has given the rings none. When there is not enough, events are lost and counted.</summary>
    private static void GiveMemory(ProgramControl* control)
    {
        if (Volatile.Read(ref control->HasMemory) != 0) return;
        var cpus = ((ProgramHeader*)s_map)->Cpus;
        for (var i = 0; i < cpus * RingLayout.RingsPerCpu; i++)
        {
            var size = i % RingLayout.RingsPerCpu == 0 ? control->PrimarySize : control->SpareSize;
            if (size == 0 || Libc.Allocate(s_fd, 0, RingLayout.RingAt(cpus, i), size) != 0) return;
        }

        Volatile.Write(ref control->HasMemory, 1);
    }

    /// <summary>A recorder that is attached unlinks the file when it has drained it. What one that was killed has not read stays for <c>braid crash</c>.</summary>
    private static void Close()
    {
        if (!OfdLock.IsHeld(s_fd, RingLayout.RecorderLock) && !RingWriter.HasUnread()) Libc.Unlink(s_path);
    }
}
