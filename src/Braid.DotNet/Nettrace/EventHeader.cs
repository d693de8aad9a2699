namespace Braid.DotNet.Nettrace;

/// <summary>
/// The header of an event, of either version. A compressed one tells only what differs from the event before it in its
/// block, so the header of the last event is kept and read into. In version 6 threads are indexes, and the activities
/// are among the labels.
/// </summary>
internal struct EventHeader
{
    public uint MetadataId;
    public uint Sequence;
    public ulong Thread;
    public ulong CaptureThread;
    public int Processor;
    public uint StackId;
    public long Timestamp;
    public Guid ActivityId;
    public Guid RelatedActivityId;
    public uint LabelsId;
    public int PayloadSize;

    /// <summary>No later event of the stream is older than this one.</summary>
    public bool IsSorted;

    [Flags]
    private enum Parts : byte
    {
        Metadata = 1,
        CaptureThread = 2,
        Thread = 4,
        Stack = 8,
        ActivityOrLabels = 16,
        RelatedActivity = 32,
        Sorted = 64,
        PayloadSize = 128,
    }

    public void ReadCompressed(ref ByteCursor cursor, bool isV6)
    {
        var parts = (Parts)cursor.Byte();
        if ((parts & Parts.Metadata) != 0) MetadataId = cursor.VarUInt32();
        if ((parts & Parts.CaptureThread) != 0)
        {
            Sequence += cursor.VarUInt32() + 1;
            CaptureThread = cursor.VarUInt64();
            Processor = (int)cursor.VarUInt32();
        }
        else if (MetadataId != 0)
        {
            Sequence++;
        }

        if ((parts & Parts.Thread) != 0) Thread = cursor.VarUInt64();
        if ((parts & Parts.Stack) != 0) StackId = cursor.VarUInt32();
        Timestamp += (long)cursor.VarUInt64();
        if ((parts & Parts.ActivityOrLabels) != 0)
        {
            if (isV6) LabelsId = cursor.VarUInt32();
            else ActivityId = cursor.Guid();
        }

        if (!isV6 && (parts & Parts.RelatedActivity) != 0) RelatedActivityId = cursor.Guid();
        IsSorted = (parts & Parts.Sorted) != 0;
        if ((parts & Parts.PayloadSize) != 0) PayloadSize = (int)cursor.VarUInt32();
    }

    public void ReadUncompressed(ref ByteCursor cursor, bool isV6)
    {
        cursor.Int32(); // the size of the event: header and payload
        var metadata = cursor.UInt32();
        MetadataId = metadata & int.MaxValue;
        IsSorted = MetadataId == metadata;
        Sequence = cursor.UInt32();
        Thread = (ulong)cursor.Int64();
        CaptureThread = (ulong)cursor.Int64();
        Processor = cursor.Int32();
        StackId = cursor.UInt32();
        Timestamp = cursor.Int64();
        if (isV6)
        {
            LabelsId = cursor.UInt32();
        }
        else
        {
            ActivityId = cursor.Guid();
            RelatedActivityId = cursor.Guid();
        }

        PayloadSize = cursor.Int32();
    }
}
