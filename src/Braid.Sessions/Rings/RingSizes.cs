using System.Numerics;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>How the rings of a CPU are divided: bytes of a sub-buffer and their number, both powers of two.</summary>
/// <param name="Primary">The ring that most events go to.</param>
/// <param name="Spare">Each of the three that are used when a thread was preempted inside an event.</param>
internal readonly record struct RingSizes((int Size, int Count) Primary, (int Size, int Count) Spare)
{
    /// <summary>Eight sub-buffers in <paramref name="bytes"/>, where they can be 4 KiB to 4 MiB each; a quarter of it for a spare ring.</summary>
    public static RingSizes Of(int bytes) => new(Divide(bytes), Divide(bytes / 4));

    private static (int Size, int Count) Divide(int bytes)
    {
        var asked = (uint)Math.Clamp(bytes, 2 * RingLayout.MinSubBufferSize, (int)RingLayout.RingStride);
        var total = (int)BitOperations.RoundUpToPowerOf2(asked);
        var size = Math.Clamp(total / 8, RingLayout.MinSubBufferSize, RingLayout.MaxSubBufferSize);
        return (size, total / size);
    }
}
