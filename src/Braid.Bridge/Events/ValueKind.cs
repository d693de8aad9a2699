namespace Braid.Bridge.Events;

/// <summary>How a value of a payload becomes a field.</summary>
internal enum ValueKind : byte
{
    Boolean,
    Character,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,

    /// <summary>Nanoseconds since 1970 UTC.</summary>
    Time,
    Uuid,
    Pointer,
    Text,
    Bytes,

    /// <summary>Whatever else, objects and arrays among it, as the text of a JSON value.</summary>
    Json,
}
