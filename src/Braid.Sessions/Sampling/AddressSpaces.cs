using System.Globalization;
using Braid.Linux.Perf;
using Braid.Linux.Processes;

namespace Braid.Sessions.Sampling;

/// <summary>
/// The code and the names of processes at the time of a sample: those of the start from /proc, then what the kernel tells in
/// order of time. One thread at a time.
/// </summary>
internal sealed class AddressSpaces
{
    private readonly Dictionary<int, AddressSpace> _spaces = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly Dictionary<SampledFile, int> _numbers = [];
    private readonly List<SampledFile> _files = [];

    /// <summary>The files by number.</summary>
    public IReadOnlyList<SampledFile> Files => _files;

    /// <summary>Learns of the processes that run.</summary>
    /// <returns>How many could not be looked at.</returns>
    public int LearnAll()
    {
        var hidden = 0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            try
            {
                foreach (var tid in ProcessIdentity.Threads(pid)) _names[tid] = File.ReadAllText($"/proc/{pid}/task/{tid}/comm").TrimEnd('\n');
                foreach (var line in File.ReadLines($"/proc/{pid}/maps"))
                {
                    var mapping = MemoryMapping.Parse(line);
                    if (mapping.IsExecutable) Add(pid, mapping.Start, mapping.End - mapping.Start, (ulong)mapping.Offset, mapping.Path, "");
                }
            }
            catch (Exception e) when (e is UnauthorizedAccessException)
            {
                hidden++;
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return hidden;
    }

    /// <summary>Takes what a record other than a sample tells.</summary>
    public void Take(in PerfRecord record)
    {
        switch (record.Type)
        {
            case PerfRecordType.Mmap2 when record.IsExecutable:
                var (address, length, offset) = record.Mapping;
                Add(record.Pid, address, length, offset, record.Path, Convert.ToHexStringLower(record.BuildId));
                break;
            case PerfRecordType.Comm:
                _names[record.Tid] = record.Name;
                if (record.IsExec) _spaces.Remove(record.Pid);
                break;
            case PerfRecordType.Fork when record.Pid != record.ParentPid:
                if (_spaces.TryGetValue(record.ParentPid, out var parent)) _spaces[record.Pid] = parent.Copy();
                break;
        }

        if (record.Type == PerfRecordType.Fork && _names.TryGetValue(record.ParentTid, out var name)) _names[record.NewTid] = name;
    }

    /// <summary>What a thread is called; empty when nobody has told. The idle threads, which all have the number 0, are what perf calls them.</summary>
    public string NameOf(int tid) => tid == 0 ? "swapper" : _names.GetValueOrDefault(tid, "");

    /// <summary>The memory at an address of a process; null when it is not known.</summary>
    public CodeMapping? Find(int pid, ulong address) => _spaces.TryGetValue(pid, out var space) ? space.Find(address) : null;

    /// <summary>The place of an address of a process.</summary>
    public Frame FrameAt(int pid, ulong address) =>
        Find(pid, address) is { File: >= 0 } mapping ? new(FrameKind.File, mapping.File, address - mapping.Start + mapping.Offset) : new(FrameKind.Process, pid, address);

    private void Add(int pid, ulong address, ulong length, ulong offset, string path, string buildId)
    {
        if (!_spaces.TryGetValue(pid, out var space)) _spaces.Add(pid, space = new());

        // Anonymous files hold what runtimes compile; shared and other memory has names of the kernel's.
        var isFile = path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal) && !path.StartsWith("/memfd:", StringComparison.Ordinal);
        space.Add(new(address, address + length, offset, isFile || path == "[vdso]" ? NumberOf(new(path, buildId)) : -1));
    }

    private int NumberOf(SampledFile file)
    {
        if (_numbers.TryGetValue(file, out var number)) return number;
        _numbers.Add(file, _files.Count);
        _files.Add(file);
        return _files.Count - 1;
    }
}
