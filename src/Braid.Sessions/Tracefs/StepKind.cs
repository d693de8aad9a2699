namespace Braid.Sessions.Tracefs;

/// <summary>What a <see cref="PlanStep"/> does.</summary>
internal enum StepKind : byte
{
    /// <summary>Copies Length bytes from Source.</summary>
    Copy,

    /// <summary>Writes the i32 at Source plus Argument.</summary>
    Add,

    /// <summary>Copies a text of Length bytes at Source and zeroes what follows its end.</summary>
    Text,

    /// <summary>Writes 4 bytes: the bits of the letters in the Length bytes at Source.</summary>
    Rwbs,

    /// <summary>Writes 4 bytes: the process of the thread whose id is at Source.</summary>
    Process,

    /// <summary>Writes the text that the location at Source points to, and a null character.</summary>
    String,

    /// <summary>Writes a u32 number of elements of Length bytes, then those that the location at Source points to.</summary>
    Sequence,

    /// <summary>Writes the text from Source to the end of the record, and a null character.</summary>
    TailString,

    /// <summary>Writes a u32 number of elements of Length bytes, then those from Source to the end of the record.</summary>
    TailSequence,
}
