using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Braid.Cli.Daemon;

/// <summary>The user at the other end of a connection, as the kernel knows it: <c>struct ucred</c>, unix(7).</summary>
/// <param name="Id">The user's id when it connected.</param>
internal sealed record PeerUser(uint Id)
{
    private const int SocketLevel = 1, PeerCredentials = 17, CredentialsSize = 12, UserAt = 4;

    /// <summary>Asks once per connection, before its first request: later its socket may be gone.</summary>
    public static Task Identify(ConnectionContext connection, ConnectionDelegate next)
    {
        var socket = connection.Features.Get<IConnectionSocketFeature>()?.Socket ?? throw new InvalidOperationException("a connection without a socket");
        Span<byte> credentials = stackalloc byte[CredentialsSize];
        if (socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) != CredentialsSize) throw new SocketException();
        connection.Features.Set(new PeerUser(BitConverter.ToUInt32(credentials[UserAt..])));
        return next(connection);
    }

    /// <summary>Who sent a request.</summary>
    public static uint Of(IFeatureCollection features) => features.GetRequiredFeature<PeerUser>().Id;
}
