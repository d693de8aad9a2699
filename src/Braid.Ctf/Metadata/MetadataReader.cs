using System.Buffers.Binary;
using System.Text;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Metadata;

/// <summary>
/// Reads the metadata stream of a trace: plain or in packets (CTF 1.8.3 section 7.1, CTF2-PMETA-1.0), TSDL or the JSON
/// fragments of CTF 2, whichever it holds.
/// </summary>
public static class MetadataReader
{
    /// <summary>Metadata is text that people generate; more than this is a damaged file.</summary>
    private const long MaximumSize = 256 << 20;

    private const uint Magic = 0x75D11D57;
    private const int PacketHeaderSize = 37;

    /// <summary>Reads the file <paramref name="path"/>.</summary>
    /// <exception cref="CtfException">The metadata breaks its grammar; the message has file, line and column, or the byte offset.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TraceClass Read(string path)
    {
        var length = new FileInfo(path).Length;
        if (length > MaximumSize) throw new CtfException(path, "byte 0", $"expected metadata of at most {MaximumSize} bytes, found {length}");
        return Read(path, File.ReadAllBytes(path));
    }

    /// <summary>Reads metadata held in memory; <paramref name="file"/> is its name in errors.</summary>
    /// <exception cref="CtfException">See <see cref="Read(string)"/>.</exception>
    public static TraceClass Read(string file, ReadOnlySpan<byte> bytes)
    {
        ByteOrder? packetOrder = null;
        Guid? packetUuid = null;
        var content = bytes;
        if (bytes.Length >= 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) == Magic) packetOrder = ByteOrder.LittleEndian;
            else if (BinaryPrimitives.ReadUInt32BigEndian(bytes) == Magic) packetOrder = ByteOrder.BigEndian;
            if (packetOrder is { } order) content = Unpack(file, bytes, order, out packetUuid);
        }

        var trace = content.Length > 0 && content[0] is 0x1e or (byte)'{'
            ? JsonMetadataReader.Read(file, content)
            : TsdlReader.Read(file, Encoding.UTF8.GetString(content), packetOrder);
        if (packetUuid is { } uuid && trace.Uuid is { } known && uuid != known && uuid != Guid.Empty)
        {
            throw new CtfException(file, "byte 4", $"expected the trace's uuid {known}, found {uuid}");
        }

        return trace;
    }

    /// <summary>Joins the contents of the packets.</summary>
    private static byte[] Unpack(string file, ReadOnlySpan<byte> bytes, ByteOrder order, out Guid? uuid)
    {
        var text = new MemoryStream(bytes.Length);
        uuid = null;
        for (var offset = 0; offset < bytes.Length;)
        {
            var packet = bytes[offset..];
            if (packet.Length < PacketHeaderSize) throw Fault(file, offset, $"a packet header of {PacketHeaderSize} bytes, found {packet.Length}");
            if (Word(packet, order) != Magic) throw Fault(file, offset, $"the magic number 0x{Magic:X8}");
            var id = new Guid(packet[4..20], bigEndian: true);
            if (uuid is { } first && first != id) throw Fault(file, offset + 4, $"the uuid {first}, found {id}");
            uuid = id;
            var contentBytes = Word(packet[24..], order) / 8;
            var packetBytes = Word(packet[28..], order) / 8;
            if (packet[32] != 0 || packet[33] != 0 || packet[34] != 0) throw Fault(file, offset + 32, "no compression, encryption or checksum");
            if ((packet[35], packet[36]) is not ((1, 8) or (2, 0))) throw Fault(file, offset + 35, $"version 1.8 or 2.0, found {packet[35]}.{packet[36]}");
            if (contentBytes < PacketHeaderSize || contentBytes > packetBytes) throw Fault(file, offset + 24, "a content size between header and packet size");
            if (packetBytes > packet.Length) throw Fault(file, offset + 28, $"a packet of at most {packet.Length} bytes, found {packetBytes}");
            text.Write(packet[PacketHeaderSize..(int)contentBytes]);
            offset += (int)packetBytes;
        }

        return text.ToArray();
    }

    private static uint Word(ReadOnlySpan<byte> bytes, ByteOrder order) =>
        order == ByteOrder.LittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static CtfException Fault(string file, int offset, string expected) => new(file, $"byte {offset}", "expected " + expected);
}
