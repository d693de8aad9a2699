using System.Buffers.Binary;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>Writes a sub-buffer as the kernel would.</summary>
internal sealed class PageBuilder
{
    internal const int Size = 4096;
    private readonly byte[] _page = new byte[Size];
    private int _used = 16;
    private ulong _flags;
    private int? _commit;

    internal PageBuilder(ulong time) => BinaryPrimitives.WriteUInt64LittleEndian(_page, time);

    internal PageBuilder Record(uint delta, byte[] record)
    {
        var words = (record.Length + 3) / 4;
        if (words <= 28) Word((uint)words | (delta << 5));
        else Word(delta << 5).Word((uint)(words * 4) + 4);
        record.CopyTo(_page, _used);
        _used += words * 4;
        return this;
    }

    internal PageBuilder Extend(uint type, long time) => Word(type | ((uint)(time & 0x7FFFFFF) << 5)).Word((uint)(time >> 27));

    /// <summary>A discarded event of <paramref name="bytes"/> bytes after its first word.</summary>
    internal PageBuilder Skip(int bytes)
    {
        Word(29 | (1 << 5)).Word((uint)bytes);
        _used += bytes - 4;
        return this;
    }

    internal PageBuilder End()
    {
        Word(29);
        _used += 20;
        return this;
    }

    internal PageBuilder Word(uint word)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_page.AsSpan(_used), word);
        _used += 4;
        return this;
    }

    internal PageBuilder Flags(ulong flags)
    {
        _flags = flags;
        return this;
    }

    internal PageBuilder Commit(int bytes)
    {
        _commit = bytes;
        return this;
    }

    internal void CopyTo(Span<byte> page)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_page.AsSpan(8), (uint)(_commit ?? (_used - 16)) | _flags);
        _page.CopyTo(page);
    }
}
