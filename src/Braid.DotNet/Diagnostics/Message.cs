using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Braid.DotNet.Diagnostics;

/// <summary>
/// A message of the diagnostics protocol: 20 bytes of header, and a payload whose strings are a count of UTF-16 units
/// (with the closing 0) and the units. Source: dotnet/diagnostics, ipc-protocol.md.
/// <code>
/// offset   0 "DOTNET_IPC_V1\0"   14 u16 size with header   16 u8 command set   17 u8 command   18 u16 0
/// </code>
/// </summary>
internal sealed class Message
{
    public const int HeaderSize = 20;

    private readonly MemoryStream _bytes = new();

    public Message(Command command)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16BigEndian(header[16..], (ushort)command);
        _bytes.Write(header);
    }

    public static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    public Message Add(bool value) => Add([value ? (byte)1 : (byte)0]);

    public Message Add(uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Add(bytes);
    }

    public Message Add(ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Add(bytes);
    }

    public Message Add(string text)
    {
        if (text.Length == 0) return Add(0u);
        Add((uint)text.Length + 1);
        return Add(MemoryMarshal.AsBytes((text + '\0').AsSpan()));
    }

    /// <summary>The message with its size filled in.</summary>
    /// <exception cref="DiagnosticsException">It is longer than the protocol can say.</exception>
    public byte[] ToBytes()
    {
        var bytes = _bytes.ToArray();
        if (bytes.Length > ushort.MaxValue) throw new DiagnosticsException($"the providers and their arguments take {bytes.Length} bytes; a message to a .NET process holds {ushort.MaxValue}");
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)bytes.Length);
        return bytes;
    }

    /// <summary>Takes a string from the front of <paramref name="payload"/>; null when it is not whole.</summary>
    public static string? TakeString(ref ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 4) return null;
        var units = BinaryPrimitives.ReadUInt32LittleEndian(payload);
        if (units > (payload.Length - 4) / 2) return null;
        var text = Encoding.Unicode.GetString(payload.Slice(4, (int)units * 2));
        payload = payload[(4 + ((int)units * 2))..];
        return text.TrimEnd('\0');
    }

    private Message Add(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}
