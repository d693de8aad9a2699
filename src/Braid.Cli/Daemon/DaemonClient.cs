using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;

namespace Braid.Cli.Daemon;

/// <summary>Commands to the session daemon, over its socket. One command at a time.</summary>
internal sealed class DaemonClient : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = static (_, cancel) => ConnectAsync(cancel), UseProxy = false })
    {
        BaseAddress = new("http://braid/v1/"),
        Timeout = Timeout.InfiniteTimeSpan, // a stop waits for the disk
    };

    private DaemonClient()
    {
    }

    /// <summary>Finds the daemon, or starts one.</summary>
    /// <exception cref="UserError">It cannot be started.</exception>
    public static DaemonClient Connect()
    {
        if (!IsListening()) DaemonProcess.Spawn();
        return new();
    }

    /// <summary>The daemon that is there; null when none is.</summary>
    public static DaemonClient? TryConnect() => IsListening() ? new() : null;

    public void Dispose() => _http.Dispose();

    public SessionInfo Create(CreateSession request) => Send(HttpMethod.Post, "sessions", request, ControlJson.Default.CreateSession, ControlJson.Default.SessionInfo);

    public IReadOnlyList<SessionInfo> List() => Get("sessions", ControlJson.Default.IReadOnlyListSessionInfo);

    public SessionInfo Find(string session) => Get(Of(session), ControlJson.Default.SessionInfo);

    public void Destroy(string session) => Send(HttpMethod.Delete, Of(session));

    public void Start(string session) => Send(HttpMethod.Post, Of(session) + "/start");

    public void Stop(string session) => Send(HttpMethod.Post, Of(session) + "/stop");

    public void EnableChannel(string session, ChannelRequest request) =>
        Send(HttpMethod.Post, Of(session) + "/channels", request, ControlJson.Default.ChannelRequest, ControlJson.Default.ChannelAnswer);

    public void DisableChannel(string session, ChannelRequest request) =>
        Send(HttpMethod.Post, Of(session) + "/channels/disable", request, ControlJson.Default.ChannelRequest, ControlJson.Default.ChannelAnswer);

    public string EnableEvent(string session, EventRequest request) =>
        Send(HttpMethod.Post, Of(session) + "/events", request, ControlJson.Default.EventRequest, ControlJson.Default.ChannelAnswer).Channel;

    public string DisableEvent(string session, DisableEventRequest request) =>
        Send(HttpMethod.Post, Of(session) + "/events/disable", request, ControlJson.Default.DisableEventRequest, ControlJson.Default.ChannelAnswer).Channel;

    public void AddContext(string session, ContextRequest request) =>
        Send(HttpMethod.Post, Of(session) + "/contexts", request, ControlJson.Default.ContextRequest, ControlJson.Default.ChannelAnswer);

    private static string Of(string session) => "sessions/" + Uri.EscapeDataString(session);

    private static bool IsListening()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(RunDirectory.Socket));
            return true;
        }
        catch (SocketException)
        {
            return false; // no file, or nobody behind it
        }
    }

    private static async ValueTask<Stream> ConnectAsync(CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(RunDirectory.Socket), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private TAnswer Get<TAnswer>(string path, JsonTypeInfo<TAnswer> type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return Read(request, type);
    }

    private void Send(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = Exchange(request);
    }

    private TAnswer Send<TBody, TAnswer>(HttpMethod method, string path, TBody body, JsonTypeInfo<TBody> type, JsonTypeInfo<TAnswer> answer)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type)) };
        request.Content.Headers.ContentType = new("application/json");
        return Read(request, answer);
    }

    private TAnswer Read<TAnswer>(HttpRequestMessage request, JsonTypeInfo<TAnswer> type)
    {
        using var response = Exchange(request);
        using var stream = response.Content.ReadAsStream();
        return JsonSerializer.Deserialize(stream, type) ?? throw new UserError("the session daemon answers nothing");
    }

    private HttpResponseMessage Exchange(HttpRequestMessage request)
    {
        HttpResponseMessage response;
        try
        {
            response = _http.Send(request, HttpCompletionOption.ResponseContentRead);
        }
        catch (HttpRequestException e)
        {
            throw new UserError($"{RunDirectory.Socket}: the session daemon does not answer: {e.InnerException?.Message ?? e.Message}");
        }

        if (response.IsSuccessStatusCode) return response;
        using (response) throw Refusal(response);
    }

    private static Exception Refusal(HttpResponseMessage response)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/json") return new UserError($"the session daemon answers {(int)response.StatusCode}");
        using var stream = response.Content.ReadAsStream();
        return JsonSerializer.Deserialize(stream, ControlJson.Default.ErrorAnswer) is { } error
            ? new ControlException(error.Code, error.Message)
            : new UserError($"the session daemon answers {(int)response.StatusCode}");
    }
}
