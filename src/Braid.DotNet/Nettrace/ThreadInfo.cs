namespace Braid.DotNet.Nettrace;

/// <summary>A thread of version 6, which events name by its index.</summary>
internal readonly record struct ThreadInfo(long ThreadId, long ProcessId)
{
    private enum Kind : byte
    {
        Name = 1,
        ProcessId = 2,
        ThreadId = 3,
        KeyValue = 4,
    }

    /// <summary>Reads a row of a thread block, without its size.</summary>
    public static (ulong Index, ThreadInfo Thread) Read(ref ByteCursor cursor)
    {
        var index = cursor.VarUInt64();
        var thread = new ThreadInfo((long)index, 0); // a flow that is no thread of the system has its index
        while (!cursor.IsAtEnd)
        {
            var kind = (Kind)cursor.Byte();
            switch (kind)
            {
                case Kind.Name: cursor.Utf8(); break;
                case Kind.ProcessId: thread = thread with { ProcessId = (long)cursor.VarUInt64() }; break;
                case Kind.ThreadId: thread = thread with { ThreadId = (long)cursor.VarUInt64() }; break;
                case Kind.KeyValue:
                    cursor.Utf8();
                    cursor.Utf8();
                    break;
                default: throw cursor.Error($"thread information of unknown kind {(byte)kind}");
            }
        }

        return (index, thread);
    }
}
