namespace Braid.Ctf.Decoding;

/// <summary>The event headers that LTTng writes, for which cursors have a path without a plan.</summary>
internal enum LttngHeaderKind : byte
{
    /// <summary>Another header, or none.</summary>
    None,

    /// <summary>An id of 16 bits and a time of 32; with the id 65535, an id of 32 and a time of 64 bits follow.</summary>
    Large,

    /// <summary>An id of 5 bits and a time of 27; with the id 31, from the next byte on, an id of 32 and a time of 64 bits follow.</summary>
    Compact,
}
