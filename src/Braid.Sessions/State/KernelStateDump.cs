using System.Globalization;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Braid.Ctf.Packets;
using Braid.Linux.Clocks;
using Braid.Linux.Interop;
using Braid.Linux.Processes;
using Braid.Linux.State;

namespace Braid.Sessions.State;

/// <summary>
/// What there was when recording began: processes, their namespaces, files and memory, and the machine's devices, as events
/// of LTTng's state dump in a stream of their own. Read from /proc and /sys while events are recorded already, so that
/// nothing happens unseen between the two. LTTng's <c>file_table_address</c> is known to the kernel only; here the number of
/// the process stands for its table. Taken by a thread of its own, written by the consumer's.
/// </summary>
internal sealed class KernelStateDump
{
    private const int PacketSize = 128 << 10;

    /// <summary>LTTng's lttng_process_status; a thread that could run may be running: the next event tells.</summary>
    private const int Unnamed = 0, WaitsForCpu = 2, Zombie = 4, Waits = 5, Dead = 7;

    private const int ModeUnknown = 5;

    private readonly TraceClock _clock;
    private readonly List<(PacketInfo Info, byte[] Content)> _packets = [];
    private readonly MemoryStream _bytes = new();
    private readonly BinaryWriter _writer;
    private readonly int _tid = Environment.ProcessId;
    private readonly Task _task;
    private long _events;
    private ulong _begin;
    private ulong _last;

    /// <summary>Begins to read the state.</summary>
    /// <param name="clock">The session's.</param>
    /// <param name="warn">Told, in one line each, what could not be read.</param>
    public KernelStateDump(TraceClock clock, Action<string> warn)
    {
        _clock = clock;
        _writer = new(_bytes);
        _task = Task.Run(() => Take(warn));
    }

    /// <summary>Whether all has been read, so that <see cref="Write"/> does not wait.</summary>
    public bool IsReady => _task.IsCompleted;

    /// <summary>Adds the packets to a stream; waits until all has been read.</summary>
    /// <returns>The number of events.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public long Write(StreamFileWriter stream)
    {
        _task.GetAwaiter().GetResult();
        foreach (var (info, content) in _packets) stream.Write(info, content);
        return _events;
    }

    private void Take(Action<string> warn)
    {
        Begin(KernelStateEvents.Start);
        Try("processes", () => WriteProcesses(warn));
        Try("network interfaces", WriteNetworkInterfaces);
        Try("block devices", WriteBlockDevices);
        Try("interrupts", WriteInterrupts);
        Try("processors", WriteProcessors);
        Begin(KernelStateEvents.End);
        EndPacket();

        void Try(string what, Action write)
        {
            try
            {
                write();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or OverflowException or NetworkInformationException)
            {
                warn($"the state dump lacks some {what}: {e.Message}");
            }
        }
    }

    private void WriteProcesses(Action<string> warn)
    {
        var parents = new Dictionary<int, int[]>();
        var levels = new Dictionary<uint, int>();
        var hidden = 0;
        KernelException? reason = null;
        foreach (var pid in ProcessTable.Pids())
        {
            var threads = ProcessTable.Threads(pid).ToList();
            if (threads.Count > 0) parents.Add(pid, threads[0].Pids);
            foreach (var thread in threads) WriteThread(thread);
            try
            {
                foreach (var thread in threads) WriteNamespaces(thread, parents, levels);
                foreach (var file in ProcessTable.OpenFiles(pid)) WriteFile(pid, file);
                foreach (var mapping in ProcessTable.Mappings(pid)) WriteMapping(pid, mapping);
            }
            catch (KernelException e)
            {
                hidden++;
                reason ??= e;
            }
        }

        if (reason is not null) warn($"the state dump lacks namespaces, files and memory of {hidden} process{(hidden == 1 ? "" : "es")}: {reason.Message}");
    }

    private void WriteThread(ThreadInfo thread)
    {
        Begin(KernelStateEvents.ProcessState);
        _writer.Write(thread.Tid);
        _writer.Write(thread.Pid);
        _writer.Write(thread.ParentPid);
        Span<byte> name = stackalloc byte[KernelStateEvents.NameSize];
        name.Clear();
        Utf8.FromUtf16(thread.Name, name[..^1], out _, out _);
        _writer.Write(name);
        _writer.Write(thread.IsKernelThread ? 1 : 0);
        _writer.Write(ModeUnknown);
        _writer.Write(0);
        _writer.Write(thread.State switch
        {
            'R' => WaitsForCpu,
            'S' or 'D' or 'I' => Waits,
            'Z' => Zombie,
            'X' => Dead,
            _ => Unnamed,
        });
        _writer.Write(thread.Cpu);
        _writer.Write((ulong)thread.Pid);
    }

    private void WriteNamespaces(ThreadInfo thread, Dictionary<int, int[]> parents, Dictionary<uint, int> levels)
    {
        var numbers = ProcessTable.Namespaces(thread.Tid);
        foreach (var kind in Enum.GetValues<NamespaceKind>())
        {
            if (numbers[(int)kind] is > 0 and var number) WriteNamespace(thread, kind, number, parents, levels);
        }
    }

    private void WriteNamespace(ThreadInfo thread, NamespaceKind kind, uint number, Dictionary<int, int[]> parents, Dictionary<uint, int> levels)
    {
        Begin(KernelStateEvents.Of(kind));
        _writer.Write(thread.Tid);
        if (kind == NamespaceKind.Pid)
        {
            _writer.Write(thread.Tids[^1]);
            _writer.Write(thread.Pids[^1]);
            var parent = parents.GetValueOrDefault(thread.ParentPid, []);
            _writer.Write(parent.Length < thread.Pids.Length ? 0 : parent[thread.Pids.Length - 1]);
        }
        else if (kind == NamespaceKind.User)
        {
            _writer.Write(ProcessTable.Mapped(thread.Tid, thread.Uid, "uid_map"));
            _writer.Write(ProcessTable.Mapped(thread.Tid, thread.Gid, "gid_map"));
        }

        if (kind is NamespaceKind.Pid or NamespaceKind.User)
        {
            if (!levels.TryGetValue(number, out var level)) levels.Add(number, level = ProcessTable.Level(thread.Tid, kind));
            _writer.Write(level);
        }

        _writer.Write(number);
    }

    private void WriteMapping(int pid, MemoryMapping mapping)
    {
        Begin(KernelStateEvents.VmMap);
        _writer.Write(pid);
        _writer.Write(mapping.Start);
        _writer.Write(mapping.End);
        _writer.Write((ulong)mapping.Protection);
        _writer.Write(mapping.Inode);
        _writer.Write((ulong)mapping.Offset / (ulong)Environment.SystemPageSize);
    }

    private void WriteFile(int pid, OpenFile file)
    {
        const uint accessMode = 3, read = 1, write = 2;
        Begin(KernelStateEvents.FileDescriptor);
        _writer.Write((ulong)pid);
        _writer.Write(file.Descriptor);
        _writer.Write(file.Flags);
        _writer.Write(((file.Flags & accessMode) + 1) & (read | write));
        WriteText(file.Name);
        _writer.Write(pid);
    }

    private void WriteNetworkInterfaces()
    {
        foreach (var (name, address) in MachineState.NetworkInterfaces())
        {
            Begin(KernelStateEvents.NetworkInterface);
            WriteText(name);
            _writer.Write(address.GetAddressBytes());
        }
    }

    private void WriteBlockDevices()
    {
        foreach (var (device, name) in MachineState.BlockDevices())
        {
            Begin(KernelStateEvents.BlockDevice);
            _writer.Write(device);
            WriteText(name);
        }
    }

    private void WriteInterrupts()
    {
        foreach (var (number, chip, actions) in MachineState.Interrupts())
        {
            foreach (var action in actions)
            {
                Begin(KernelStateEvents.Interrupt);
                _writer.Write(number);
                WriteText(chip);
                WriteText(action);
            }
        }
    }

    private void WriteProcessors()
    {
        foreach (var processor in MachineState.Processors())
        {
            Begin(KernelStateEvents.CpuTopology);
            WriteText(RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86" : "arm64");
            _writer.Write((ushort)Number("processor"));
            WriteText(processor.GetValueOrDefault("vendor_id", ""));
            _writer.Write((byte)Number("cpu family"));
            _writer.Write((byte)Number("model"));
            WriteText(processor.GetValueOrDefault("model name", ""));
            _writer.Write((ushort)Number("physical id"));
            _writer.Write((ushort)Number("core id"));
            _writer.Write((byte)Number("cpu cores"));

            int Number(string label) => int.TryParse(processor.GetValueOrDefault(label), CultureInfo.InvariantCulture, out var number) ? number : 0;
        }
    }

    /// <summary>The header of an event of now, and its context.</summary>
    private void Begin(ulong id)
    {
        var now = Math.Max(_clock.Now(), _last);
        if (_bytes.Length >= PacketSize) EndPacket();
        if (_bytes.Length == 0) _begin = _last = now;
        Span<byte> header = stackalloc byte[LttngLayout.ExtendedHeaderSize];
        _writer.Write(now - _last <= uint.MaxValue ? LttngLayout.WriteCompactHeader(header, id, now) : LttngLayout.WriteExtendedHeader(header, id, now));
        _writer.Write(_tid);
        _last = now;
        _events++;
    }

    private void EndPacket()
    {
        _packets.Add((new PacketInfo(_begin, _last, 0), _bytes.ToArray()));
        _bytes.SetLength(0);
    }

    private void WriteText(string text)
    {
        _writer.Write(Encoding.UTF8.GetBytes(text));
        _writer.Write((byte)0);
    }
}
