using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>
/// What a recording asks for beyond the events: contexts and a filter; docs/formats/ring.md. Written by the recorder, and
/// given memory, before a ring gets <see cref="RingFlags.Deferred"/>. The names of the contexts follow, separated by line
/// feeds and in the order in which they are recorded; then the filter, <see cref="FilterCode"/>.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ExtrasHeader
{
    public const int Size = 64;

    /// <summary>Bytes that the contexts and the filter take together.</summary>
    public const int MaxContent = RingLayout.ExtrasSize - Size;

    /// <summary>Odd while the rest is being written; never the same for two recordings of a program's life.</summary>
    [FieldOffset(0)] public uint Generation;

    /// <summary>Bytes of the names.</summary>
    [FieldOffset(4)] public uint ContextsLength;

    /// <summary>Bytes of the filter; 0: all events pass.</summary>
    [FieldOffset(8)] public uint FilterLength;
}
