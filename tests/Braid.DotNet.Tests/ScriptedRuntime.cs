using System.Buffers.Binary;
using System.Net.Sockets;
using Braid.DotNet.Diagnostics;

namespace Braid.DotNet.Tests;

/// <summary>
/// A runtime that knows commands up to one of them and refuses the later ones as real ones do; it keeps what it is sent. Each
/// command comes on a connection of its own.
/// </summary>
internal sealed class ScriptedRuntime(Func<ushort, byte[]> reply) : IDiagnosticsEndpoint, IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-runtime-").FullName;
    private readonly List<Task> _serving = [];

    /// <summary>The messages, whole, in order.</summary>
    public List<byte[]> Messages { get; } = [];

    /// <summary>An error with this result; dotnet/diagnostics, ipc-protocol.md, "Error Messages".</summary>
    public static byte[] Refuse(uint result) => Message(0xFFFF, BitConverter.GetBytes(result));

    /// <summary>A reply with this payload.</summary>
    public static byte[] Accept(params byte[] payload) => Message(0xFF00, payload);

    public Connection Connect()
    {
        var path = Path.Combine(_directory, $"{_serving.Count}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        var server = listener.Accept();
        _serving.Add(Task.Run(() => Serve(server)));
        return new(client, "process 7");
    }

    public void Dispose()
    {
        Task.WaitAll(_serving);
        Directory.Delete(_directory, recursive: true);
    }

    private void Serve(Socket socket)
    {
        using (socket)
        {
            var header = Read(socket, 20);
            var rest = Read(socket, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)) - 20);
            Messages.Add([.. header, .. rest]);
            socket.Send(reply(BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(16))));
        }
    }

    private static byte[] Read(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var got = socket.Receive(bytes.AsSpan(have));
            Assert.True(got > 0, "a message ends early");
            have += got;
        }

        return bytes;
    }

    private static byte[] Message(ushort command, byte[] payload)
    {
        var bytes = new byte[20 + payload.Length];
        "DOTNET_IPC_V1\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), (ushort)bytes.Length);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(16), command);
        payload.CopyTo(bytes, 20);
        return bytes;
    }
}
