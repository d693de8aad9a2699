using System.Numerics;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Recording;

/// <summary>What of <see cref="RecordingOptions"/> says how large buffers are: what is possible, and what it means for the kernel's.</summary>
internal static class BufferSizes
{
    /// <summary>What both sides can have; a ring of a program is at most <see cref="MaxRing"/> bytes.</summary>
    private const long MinSubBuffer = 4 << 10, MaxUserSubBuffer = 4 << 20, MaxRing = 64 << 20;

    /// <summary>128 pages (kernel/trace/trace.c, buffer_subbuf_size_write).</summary>
    private static long MaxKernelSubBuffer => 128L * Environment.SystemPageSize;

    /// <summary>Refuses sizes that a source of the recording cannot have.</summary>
    /// <exception cref="RecordingException">Names the option and what is possible.</exception>
    public static void Check(RecordingOptions options)
    {
        var (size, count) = (options.SubBufferSize, options.SubBufferCount);
        if (options.BufferSize is not null && size is not null && count is not null)
            throw new RecordingException("--buffer-size is --subbuf-size times --num-subbuf: give two of the three");
        var isKernel = options.KernelEvents.Count + options.SystemCalls.Count + options.UserProbes.Count + options.KernelProbes.Count > 0;
        var max = isKernel ? MaxKernelSubBuffer : MaxUserSubBuffer;
        if (size is { } bytes && (!BitOperations.IsPow2(bytes) || bytes < MinSubBuffer || bytes > max))
            throw new RecordingException($"--subbuf-size: {bytes} bytes are not a power of two from {MinSubBuffer} to {max}, the most that {(isKernel ? "the kernel's" : "a program's")} can have");
        if (count is not { } number) return;
        var most = MaxRing / (size ?? MinSubBuffer);
        if (!BitOperations.IsPow2(number) || number < 2 || (options.UserEvents.Count > 0 && number > most) || number > int.MaxValue)
            throw new RecordingException($"--num-subbuf: {number} is not a power of two from 2 to {(options.UserEvents.Count > 0 ? most : int.MaxValue)}");
    }

    /// <summary>The buffers of the kernel for sub-buffers of a size and a number that programs could have: of at most what the kernel takes, and as much in all.</summary>
    public static TracefsOptions OfKernel(long subBufferSize, long subBufferCount) => new()
    {
        Clock = "",
        SubBufferBytes = (int)Math.Clamp(subBufferSize, MinSubBuffer, MaxKernelSubBuffer),
        BufferBytesPerCpu = Math.Max(subBufferSize * subBufferCount, 2 * MinSubBuffer),
    };

    /// <summary>The buffers of the kernel; the clock is still to be set.</summary>
    public static TracefsOptions OfKernel(RecordingOptions options)
    {
        var defaults = new TracefsOptions { Clock = "" };
        var total = options.BufferSize ?? defaults.BufferBytesPerCpu;
        var size = options.SubBufferSize
            ?? (options is { BufferSize: { } asked, SubBufferCount: { } parts } ? Math.Clamp((long)BitOperations.RoundUpToPowerOf2((ulong)asked) / parts, MinSubBuffer, MaxKernelSubBuffer) : defaults.SubBufferBytes);
        return defaults with { SubBufferBytes = (int)size, BufferBytesPerCpu = options.SubBufferCount is { } count ? size * count : Math.Max(total, 2 * size) };
    }
}
