using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Braid.Ctf.Schema;
using Braid.Linux.Processes;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>Reads the descriptions in a program's file. Without a <paramref name="name"/> the program is who its file says.</summary>
internal sealed class ProgramFileReader(ProgramMemory memory, ProgramFileName? name = null)
{
    private readonly List<EventClass> _events = [];

    /// <summary>Where the next entry of the event table begins.</summary>
    private long _nextEntry;

    /// <summary>The header as it was when read. Only <see cref="ProgramHeader.EventCount"/> changes.</summary>
    public ProgramHeader Header { get; private set; }

    /// <summary>The events read so far; an event's id is its index.</summary>
    public IReadOnlyList<EventClass> Events => _events;

    public uint Cpus => Header.Cpus;

    /// <summary>Reads the header.</summary>
    /// <exception cref="InvalidDataException">It is not a header of this version.</exception>
    public void ReadHeader()
    {
        var header = memory.Read<ProgramHeader>(0);
        if (header.Magic != RingLayout.Magic) throw new InvalidDataException($"{memory.Path}: not a ring file");
        if (header.Version != RingLayout.Version) throw new InvalidDataException($"{memory.Path}: version {header.Version}, expected {RingLayout.Version}");
        if (header.Cpus is 0 or > RingLayout.MaxCpus) throw new InvalidDataException($"{memory.Path}: {header.Cpus} CPUs");
        if (memory.Length < RingLayout.FileSize(header.Cpus)) throw new InvalidDataException($"{memory.Path}: too short");
        Header = header;
        _nextEntry = RingLayout.EventTableAt(header.Cpus);
    }

    /// <summary>Reads the events registered since the last call.</summary>
    /// <exception cref="InvalidDataException">The event table is broken.</exception>
    public void ReadEvents()
    {
        var count = memory.Read<uint>(ProgramHeader.EventCountAt);
        if (count > RingLayout.MaxEvents) throw new InvalidDataException($"{memory.Path}: {count} events");
        while (_events.Count < count)
        {
            var size = memory.Read<uint>(_nextEntry);
            var end = RingLayout.EventTableAt(Cpus) + RingLayout.EventTableSize;
            if (size is < EventTable.EntryHeaderSize or > EventTable.MaxEntrySize || size % 8 != 0 || _nextEntry + size > end)
            {
                throw new InvalidDataException($"{memory.Path}: event {_events.Count} has an entry of {size} bytes");
            }

            var entry = new byte[size];
            memory.Read<byte>(entry, _nextEntry);
            BinaryPrimitives.WriteUInt32LittleEndian(entry, size);
            _events.Add(EventTable.Parse(entry, (ulong)_events.Count));
            _nextEntry += size;
        }
    }

    /// <summary>Describes the program as one that is asked for <paramref name="clock"/>.</summary>
    public unsafe TracedProgram Describe(RingClock clock)
    {
        var header = Header;
        var text = new ReadOnlySpan<byte>(header.Name, 16);
        var end = text.IndexOf((byte)0);
        var safe = SafeName(Encoding.UTF8.GetString(end < 0 ? text : text[..end]));
        if ((header.Clocks & RingLayout.CycleCounterBit) == 0) clock = RingClock.Monotonic;
        var isShifted = clock == RingClock.Monotonic && name is not null;
        return new(name?.Pid ?? (int)(header.Pid & int.MaxValue), name is null ? header.Uid : memory.Owner ?? header.Uid, safe, StartTime(), clock)
        {
            ClockOffset = isShifted && name!.Value.FindProcess() is { } pid ? TimeNamespace.MonotonicOffset(pid) ?? throw Unknown(pid) : 0,
        };

        InvalidDataException Unknown(int pid) => new($"{memory.Path}: process {pid} is in a time namespace whose offset the kernel does not tell");
    }

    /// <summary>The name becomes part of a directory's.</summary>
    private static string SafeName(string name)
    {
        var safe = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' || c > 127 && char.IsLetterOrDigit(c) ? c : '_'));
        return safe.Length == 0 || safe[0] == '.' ? "_" + safe : safe;
    }

    /// <summary>Clock ticks are a hundredth of a second in every /proc.</summary>
    private DateTime StartTime()
    {
        if (Header.StartedAt > 0) return DateTime.UnixEpoch.AddTicks(Header.StartedAt / 100);
        var uptime = File.ReadAllText("/proc/uptime").Split(' ')[0];
        var age = double.Parse(uptime, CultureInfo.InvariantCulture) - Header.StartTime / 100.0;
        return DateTime.UtcNow - TimeSpan.FromSeconds(Math.Clamp(age, 0, 1e9));
    }
}
