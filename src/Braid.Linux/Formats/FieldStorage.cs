namespace Braid.Linux.Formats;

/// <summary>How a field lies in the record.</summary>
public enum FieldStorage
{
    /// <summary>In place: one value, or a fixed number of them.</summary>
    InPlace,

    /// <summary>__data_loc: u16 offset from the start of the record, u16 length in bytes.</summary>
    DataLocation,

    /// <summary>__rel_loc: u16 offset from the end of this field, u16 length in bytes.</summary>
    RelativeLocation,

    /// <summary>A zero-length array: all that follows to the end of the record.</summary>
    Tail,
}
