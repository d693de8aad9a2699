namespace Braid.DotNet.Nettrace;

/// <summary>
/// How a field of a payload is encoded: perfview's NetTraceFormat.md (version 6) and NetTraceFormat_v5.md. Integers are
/// little-endian, nothing is aligned.
/// </summary>
public enum NettraceTypeCode
{
    /// <summary>Fields one after the other.</summary>
    Object = 1,

    /// <summary>4 bytes, 0 for false.</summary>
    Boolean32 = 3,

    /// <summary>A 2-byte code unit.</summary>
    Utf16CodeUnit = 4,

    /// <summary>A signed byte.</summary>
    SByte = 5,

    /// <summary>A byte.</summary>
    Byte = 6,

    /// <summary>2 bytes, signed.</summary>
    Int16 = 7,

    /// <summary>2 bytes.</summary>
    UInt16 = 8,

    /// <summary>4 bytes, signed.</summary>
    Int32 = 9,

    /// <summary>4 bytes.</summary>
    UInt32 = 10,

    /// <summary>8 bytes, signed.</summary>
    Int64 = 11,

    /// <summary>8 bytes.</summary>
    UInt64 = 12,

    /// <summary>IEEE 754 binary32.</summary>
    Single = 13,

    /// <summary>IEEE 754 binary64.</summary>
    Double = 14,

    /// <summary>The 16 bytes of a <see cref="decimal"/>.</summary>
    Decimal = 15,

    /// <summary>8 bytes: 100 ns since 1601-01-01T00:00:00Z, as runtimes write it and TraceEvent reads it.</summary>
    DateTime = 16,

    /// <summary>16 bytes, the first three groups little-endian.</summary>
    Guid = 17,

    /// <summary>UTF-16 up to a code unit of 0.</summary>
    Utf16String = 18,

    /// <summary>A 2-byte count, then elements.</summary>
    Array = 19,

    /// <summary>LEB128, zigzag (version 6).</summary>
    VarInt = 20,

    /// <summary>LEB128 (version 6).</summary>
    VarUInt = 21,

    /// <summary>As many elements as the metadata says (version 6).</summary>
    FixedLengthArray = 22,

    /// <summary>A byte of UTF-8 (version 6).</summary>
    Utf8CodeUnit = 23,

    /// <summary>u16 position after this field, u16 size in bytes: an array elsewhere in the payload (version 6).</summary>
    RelLoc = 24,

    /// <summary>u16 position in the payload, u16 size in bytes: an array elsewhere in the payload (version 6).</summary>
    DataLoc = 25,

    /// <summary>A byte, 0 for false (version 6).</summary>
    Boolean8 = 26,

    /// <summary>Bytes up to a 0: only in the runtime's own events, never in metadata.</summary>
    AnsiString = 1001,

    /// <summary>An address, as wide as <see cref="TraceStart.PointerSize"/>: only in the runtime's own events.</summary>
    Pointer = 1002,

    /// <summary>Elements whose count an earlier field holds: only in the runtime's own events.</summary>
    CountedArray = 1003,
}
