using System.Numerics;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>How the rings of a CPU are divided: bytes of a sub-buffer and their number, both powers of two.</summary>
/// <param name="Primary">The ring that most events go to.</param>
/// <param name="Spare">Each of the three that are used when a thread was preempted inside an event: a quarter of it.</param>
internal readonly record struct RingSizes((int Size, int Count) Primary, (int Size, int Count) Spare)
{
    private const int DefaultCount = 8;

    /// <summary>Sub-buffers of the size and number asked for; without, eight in <paramref name="options"/>' bytes where they can be 4 KiB to 4 MiB each.</summary>
    /// <exception cref="ArgumentException">They are not possible.</exception>
    public static RingSizes Of(RingSourceOptions options)
    {
        var asked = (uint)Math.Clamp(options.BufferSize, 2 * RingLayout.MinSubBufferSize, (int)RingLayout.RingStride);
        var total = (int)BitOperations.RoundUpToPowerOf2(asked);
        var size = options.SubBufferSize
            ?? Math.Clamp(total / (options.SubBufferCount ?? DefaultCount), RingLayout.MinSubBufferSize, RingLayout.MaxSubBufferSize);
        var count = options.SubBufferCount ?? Math.Max(2, total / size);
        Check(size, count);
        var spareSize = Math.Max(size / 4, RingLayout.MinSubBufferSize);
        return new((size, count), (spareSize, Math.Max(2, (int)((long)size * count / 4 / spareSize))));
    }

    private static void Check(int size, int count)
    {
        if (!BitOperations.IsPow2(size) || size is < RingLayout.MinSubBufferSize or > RingLayout.MaxSubBufferSize)
            throw new ArgumentException($"a sub-buffer of {size} bytes: a power of two from {RingLayout.MinSubBufferSize} to {RingLayout.MaxSubBufferSize} is possible");
        if (!BitOperations.IsPow2(count) || count < 2 || (long)size * count > RingLayout.RingStride)
            throw new ArgumentException($"{count} sub-buffers of {size} bytes: a power of two from 2 to {RingLayout.RingStride / size} is possible");
    }
}
