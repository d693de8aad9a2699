using System.Buffers.Binary;
using System.Text;

namespace Braid.DotNet.Nettrace;

/// <summary>
/// Reads a nettrace stream, versions 4 to 6, as it arrives: in pieces of any size. Decoded events go to the sink in order
/// of time. Versions 4 and 5 are a sequence of objects, each with the name of its type around a block; version 6 is a
/// sequence of blocks behind a four-byte header.
/// <code>
/// v4   "Nettrace" 20 "!FastSerialization.1"   5 5 1 version minimum "Trace" 6 trace 6   5 5 1 … "EventBlock" 6 size pad block 6   …   1
/// v6   "Nettrace" 0 6 minor                   size:24 kind:8 block   …   0:24 0:8
/// </code>
/// One thread at a time. After an error the reader is of no more use.
/// </summary>
public sealed class NettraceReader
{
    /// <summary>The largest block: that of version 6. Runtimes write blocks of 100 KB.</summary>
    private const int LargestBlock = 0xFFFFFF;

    private const int HeaderSizeV4 = 32, HeaderSizeV6 = 20;
    private const int LongestTypeName = 64;
    private const byte Null = 1, BeginObject = 5, EndObject = 6;

    private readonly BlockDecoder _decoder;
    private readonly string _stream;

    /// <summary>What has arrived and is not decoded: <see cref="_count"/> bytes, of which the first stands at <see cref="_offset"/>.</summary>
    private byte[] _bytes = new byte[1 << 16];
    private int _count;
    private long _offset;

    /// <summary>0 before the header.</summary>
    private int _version;

    /// <summary>Makes a reader that pushes into <paramref name="sink"/> and calls the stream <paramref name="stream"/> in errors.</summary>
    public NettraceReader(INettraceSink sink, string stream)
    {
        _decoder = new(sink, stream);
        _stream = stream;
    }

    /// <summary>The first eight bytes of any stream.</summary>
    public static ReadOnlySpan<byte> Magic => "Nettrace"u8;

    /// <summary>True when the stream's own end has been read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Takes the next bytes. Those after the stream's end are ignored.</summary>
    /// <exception cref="InvalidDataException">They break the format; the message names the stream, the offset and the fault.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _count < bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
        var taken = 0;
        while (!HasEnded)
        {
            var size = _version switch
            {
                0 => Header(_bytes.AsSpan(taken, _count - taken)),
                < 6 => ObjectV4(_bytes.AsSpan(taken, _count - taken), _offset + taken),
                _ => BlockV6(_bytes.AsSpan(taken, _count - taken), _offset + taken),
            };
            if (size == 0) break;
            taken += size;
        }

        _bytes.AsSpan(taken, _count - taken).CopyTo(_bytes);
        _count -= taken;
        _offset += taken;
    }

    /// <summary>Tells that no more bytes come: events that wait for their order go to the sink.</summary>
    /// <returns>Null, or what is missing of a stream that was cut.</returns>
    public string? Complete()
    {
        _decoder.Finish();
        var end = _offset + _count;
        if (HasEnded) return _decoder.HasStarted ? null : $"{_stream}: byte {end}: the stream ends without the trace object";
        return _version == 0
            ? $"{_stream}: byte {end}: the file ends inside the header"
            : $"{_stream}: byte {end}: the file ends without the end of the stream; {_count} bytes of a block are cut off";
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < count) return false;
        taken = rest[..count];
        rest = rest[count..];
        return true;
    }

    private int Header(ReadOnlySpan<byte> bytes)
    {
        var known = Math.Min(bytes.Length, Magic.Length);
        if (!bytes[..known].SequenceEqual(Magic[..known])) throw Error(0, "this is no nettrace stream: it does not begin with 'Nettrace'");
        if (bytes.Length < HeaderSizeV6) return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (length == 0)
        {
            _version = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
            return _version == 6 ? HeaderSizeV6 : throw Error(12, $"version {_version}; this reader knows 4 to 6");
        }

        if (bytes.Length < HeaderSizeV4) return 0;
        if (length != 20 || !bytes.Slice(12, 20).SequenceEqual("!FastSerialization.1"u8)) throw Error(8, "'!FastSerialization.1' is expected");
        _version = 4; // or 5, which the trace object tells and nothing depends on
        return HeaderSizeV4;
    }

    /// <summary>Decodes the object at the start of <paramref name="bytes"/>; returns its size, 0 when it is not whole.</summary>
    private int ObjectV4(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.IsEmpty) return 0;
        if (bytes[0] == Null)
        {
            HasEnded = true;
            return 1;
        }

        var rest = bytes;
        if (!TryTake(ref rest, 15, out var type)) return 0;
        if (type[0] != BeginObject || type[1] != BeginObject || type[2] != Null) throw Error(offset, $"bytes {type[0]} {type[1]} {type[2]} where an object begins with 5 5 1");
        var minimum = BinaryPrimitives.ReadInt32LittleEndian(type[7..]);
        var nameLength = BinaryPrimitives.ReadInt32LittleEndian(type[11..]);
        if (nameLength is < 1 or > LongestTypeName) throw Error(offset + 11, $"a type name of {nameLength} bytes");
        if (!TryTake(ref rest, nameLength + 1, out var name)) return 0;
        if (name[^1] != EndObject) throw Error(offset + 15 + nameLength, $"byte {name[^1]} where a type ends with 6");
        var kind = KindOf(name[..^1]);
        var newest = kind == BlockKind.Trace ? 5 : 2;
        if (kind != BlockKind.Unknown && minimum > newest) throw Error(offset + 7, $"{Encoding.ASCII.GetString(name[..^1])} needs a reader of version {minimum}; this one is of {newest}");

        var size = TraceStartReader.SizeV4;
        if (kind != BlockKind.Trace)
        {
            if (!TryTake(ref rest, 4, out var sizeBytes)) return 0;
            size = BinaryPrimitives.ReadInt32LittleEndian(sizeBytes);
            if (size is < 0 or > LargestBlock) throw Error(offset + bytes.Length - rest.Length - 4, $"a block of {(uint)size} bytes; the limit is {LargestBlock}");
            var padding = (int)(-(offset + bytes.Length - rest.Length) & 3);
            if (!TryTake(ref rest, padding, out _)) return 0;
        }

        var blockOffset = offset + bytes.Length - rest.Length;
        if (!TryTake(ref rest, size + 1, out var block)) return 0;
        if (block[^1] != EndObject) throw Error(blockOffset + size, $"byte {block[^1]} where an object ends with 6");
        _decoder.Decode(kind, block[..^1], blockOffset, _version);
        return bytes.Length - rest.Length;
    }

    private static BlockKind KindOf(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("EventBlock"u8)) return BlockKind.Event;
        if (name.SequenceEqual("MetadataBlock"u8)) return BlockKind.Metadata;
        if (name.SequenceEqual("StackBlock"u8)) return BlockKind.Stack;
        if (name.SequenceEqual("SPBlock"u8)) return BlockKind.SequencePoint;
        return name.SequenceEqual("Trace"u8) ? BlockKind.Trace : BlockKind.Unknown;
    }

    /// <summary>Decodes the block at the start of <paramref name="bytes"/>; returns its size, 0 when it is not whole.</summary>
    private int BlockV6(ReadOnlySpan<byte> bytes, long offset)
    {
        var rest = bytes;
        if (!TryTake(ref rest, 4, out var header)) return 0;
        var word = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (!TryTake(ref rest, (int)(word & LargestBlock), out var block)) return 0;
        var kind = (BlockKind)(word >> 24);
        HasEnded = kind == BlockKind.EndOfStream;
        if (kind is > BlockKind.EndOfStream and <= BlockKind.LabelList) _decoder.Decode(kind, block, offset + 4, _version);
        return bytes.Length - rest.Length;
    }

    private InvalidDataException Error(long offset, string fault) => new($"{_stream}: byte {offset}: {fault}");
}
