using System.Buffers.Binary;
using System.Net.Sockets;

namespace Braid.DotNet.Diagnostics;

/// <summary>A connection to a .NET process: it carries one command, its reply and, for tracing, the stream of events. Owns the socket.</summary>
internal sealed class Connection(Socket socket, string process) : IDisposable
{
    private const ushort Error = 0xFFFF;
    private const int UnknownCommand = unchecked((int)0x80131385);

    /// <summary>How long a process may take to reply: its diagnostics thread needs no lock of the program, only CPU time.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Sends a command and waits for the reply, for <paramref name="patience"/> or ten seconds.</summary>
    /// <returns>The payload of the reply; null when the runtime does not know the command.</returns>
    /// <exception cref="DiagnosticsException">The runtime refused, and the error is its HRESULT; it ended, or is silent.</exception>
    public byte[]? Ask(Message message, TimeSpan? patience = null)
    {
        var limit = patience ?? s_patience;
        socket.ReceiveTimeout = socket.SendTimeout = (int)limit.TotalMilliseconds;
        try
        {
            Send(message.ToBytes());
            Span<byte> header = stackalloc byte[Message.HeaderSize];
            Receive(header);
            if (!header.StartsWith(Message.Magic)) throw new DiagnosticsException($"{process}: replies in an unknown protocol");
            var size = BinaryPrimitives.ReadUInt16LittleEndian(header[14..]);
            if (size < Message.HeaderSize) throw new DiagnosticsException($"{process}: a reply of {size} bytes");
            var payload = new byte[size - Message.HeaderSize];
            Receive(payload);
            socket.ReceiveTimeout = 0;
            if (BinaryPrimitives.ReadUInt16BigEndian(header[16..]) != Error) return payload;
            var result = payload.Length < 4 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(payload);
            return result == UnknownCommand ? null : throw new DiagnosticsException($"{process}: refuses with error 0x{result:x8}") { HResult = result };
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new DiagnosticsException($"{process}: its .NET runtime does not reply within {limit.TotalSeconds:0} s", e);
        }
        catch (SocketException e)
        {
            throw new DiagnosticsException($"{process}: its .NET runtime hung up: {e.Message}", e);
        }
    }

    /// <summary>Reads the stream behind the reply; 0 at its end.</summary>
    public int Read(Span<byte> bytes)
    {
        try
        {
            return socket.Receive(bytes);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0; // the process was killed
        }
    }

    public void Dispose() => socket.Dispose();

    private void Send(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
    }

    private void Receive(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = socket.Receive(bytes);
            if (count == 0) throw new DiagnosticsException($"{process}: its .NET runtime hung up");
            bytes = bytes[count..];
        }
    }
}
