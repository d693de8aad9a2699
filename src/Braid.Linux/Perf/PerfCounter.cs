using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Braid.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Braid.Linux.Perf;

/// <summary>
/// A counter of perf_event_open(2) for a thread and all that it starts, or for a CPU. One thread at a time.
/// </summary>
public sealed class PerfCounter : IDisposable
{
    private const nuint EnableRequest = 0x2400, DisableRequest = 0x2401;
    private const ulong TimesEnabledAndRunning = 3;

    private readonly SafeFileHandle _file;

    private PerfCounter(SafeFileHandle file) => _file = file;

    /// <summary>Opens a counter that does not count yet.</summary>
    /// <param name="what">What to count.</param>
    /// <param name="pid">The thread, whose later children count too; -1 for all threads of <paramref name="cpu"/>.</param>
    /// <param name="cpu">The CPU; -1 for any.</param>
    /// <param name="onExec">Whether it begins to count when the thread executes another program.</param>
    /// <param name="errno">Why there is none.</param>
    /// <returns>Null when the kernel refused.</returns>
    public static PerfCounter? TryOpen(CounterEvent what, int pid, int cpu, bool onExec, out int errno)
    {
        var file = PerfEvent.TryOpen(new()
        {
            Type = what.Type,
            Config = what.Config,
            ReadFormat = TimesEnabledAndRunning,
            Flags = PerfAttributes.Disabled | (pid >= 0 ? PerfAttributes.Inherit : 0) | (onExec ? PerfAttributes.EnableOnExec : 0)
                | (what.UserOnly ? PerfAttributes.ExcludeKernel : 0) | (what.KernelOnly ? PerfAttributes.ExcludeUser : 0),
        }, pid, cpu);
        errno = file is null ? Marshal.GetLastPInvokeError() : 0;
        return file is null ? null : new(file);
    }

    /// <summary>Whether an error says that the kernel, or the machine, has no such counter.</summary>
    public static bool IsUnsupported(int errno) => errno is Errno.NoEntry or Errno.NoDevice or Errno.NotSupported or Errno.Invalid;

    /// <summary>Whether an error says that this user may not have it.</summary>
    public static bool IsForbidden(int errno) => errno is Errno.Access or Errno.Perm;

    /// <summary>Begins to count.</summary>
    public void Enable() => Control(EnableRequest, "enable a counter of");

    /// <summary>Ends counting.</summary>
    public void Disable() => Control(DisableRequest, "disable a counter of");

    /// <summary>What it has counted; what children counted is in it when they have ended.</summary>
    public CounterValue Read()
    {
        Span<byte> bytes = stackalloc byte[24];
        if (KernelFile.Read(_file, bytes) != bytes.Length) KernelFile.Throw("read a counter of", "perf_event_open(2)");
        return new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Control(nuint request, string operation)
    {
        if (Libc.Control(_file, request, 0) < 0) KernelFile.Throw(operation, "perf_event_open(2)");
    }
}
