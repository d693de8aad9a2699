namespace Braid.DotNet.Nettrace;

/// <summary>The blocks of a stream; the numbers are those of version 6.</summary>
internal enum BlockKind
{
    EndOfStream = 0,
    Trace = 1,
    Event = 2,
    Metadata = 3,
    SequencePoint = 4,
    Stack = 5,
    Thread = 6,
    RemoveThread = 7,
    LabelList = 8,

    /// <summary>One of a later minor version.</summary>
    Unknown = 255,
}
