using System.Runtime.InteropServices;

namespace Braid.Rings;

/// <summary>
/// What a recording asks for beyond the events: contexts and filters; docs/formats/ring.md. Written by the recorder, and
/// given memory, before a ring gets <see cref="RingFlags.Deferred"/>. The names of the contexts follow, separated by line
/// feeds and in the order in which they are recorded; then the filters, each with the rules for whose events it is.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ExtrasHeader
{
    public const int Size = 64;

    public const int FiltersGenerationAt = 12;

    /// <summary>Bytes that the contexts and the filters take together.</summary>
    public const int MaxContent = RingLayout.ExtrasSize - Size;

    /// <summary>Odd while the contexts are being written; never the same for two recordings of a program's life.</summary>
    [FieldOffset(0)] public uint Generation;

    /// <summary>Bytes of the names.</summary>
    [FieldOffset(4)] public uint ContextsLength;

    /// <summary>Bytes of the filters; 0: all events pass.</summary>
    [FieldOffset(8)] public uint FiltersLength;

    /// <summary>Odd while the filters are being written, which may happen while the recording is on; grows with each change.</summary>
    [FieldOffset(FiltersGenerationAt)] public uint FiltersGeneration;
}
