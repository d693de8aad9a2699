using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Braid.Cli.Terminal;
using Braid.Sessions.Control;
using Braid.Sessions.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Braid.Cli.Daemon;

/// <summary>
/// The control protocol: HTTP with JSON over a Unix socket, docs/formats/control.md. Each request is that of the user at the
/// other end of its connection, whom the kernel tells.
/// </summary>
internal sealed class ControlServer(SessionRegistry sessions) : IAsyncDisposable
{
    private const long MaxBody = 1 << 20, MaxConnections = 256;

    private WebApplication? _application;

    /// <summary>Takes commands on <paramref name="socket"/>, which must not exist.</summary>
    public async Task StartAsync(string socket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenUnixSocket(socket, static listen => listen.Use(static next => connection => PeerUser.Identify(connection, next)));
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddRoutingCore();
        var application = builder.Build();
        Map(application);
        await application.StartAsync();
        File.SetUnixFileMode(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _application = application;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_application is null) return;
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        const string session = "/v1/sessions/{name}";
        Add("GET", "/v1", ControlJson.Default.DaemonInfo, static (_, _) => Task.FromResult(new DaemonInfo(BraidVersion.Text, Environment.ProcessId)));
        Add("GET", "/v1/sessions", ControlJson.Default.IReadOnlyListSessionInfo, (_, user) => Task.FromResult(sessions.List(user)));
        Add("POST", "/v1/sessions", ControlJson.Default.SessionInfo, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.CreateSession);
            return sessions.Create(body.Name, user, body.Kind, body.Output, body.Home);
        });
        Add("GET", session, ControlJson.Default.SessionInfo, (context, user) => Task.FromResult(sessions.With(user, Name(context), SessionInfo.Of)));
        Add("DELETE", session, ControlJson.Default.ChannelAnswer, (context, user) =>
        {
            sessions.Destroy(user, Name(context));
            return Done();
        });
        Add("POST", session + "/start", ControlJson.Default.ChannelAnswer, (context, user) => Do(context, user, static s => s.Start()));
        Add("POST", session + "/stop", ControlJson.Default.ChannelAnswer, (context, user) => Do(context, user, static s => s.Stop()));
        Add("POST", session + "/channels", ControlJson.Default.ChannelAnswer, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.ChannelRequest);
            return await Do(context, user, s => s.EnableChannel(body.Domain, body.Name, body.Attributes ?? ChannelAttributes.Default(body.Domain, s.Kind)));
        });
        Add("POST", session + "/channels/disable", ControlJson.Default.ChannelAnswer, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.ChannelRequest);
            return await Do(context, user, s => s.DisableChannel(body.Domain, body.Name));
        });
        Add("POST", session + "/events", ControlJson.Default.ChannelAnswer, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.EventRequest);
            return sessions.With(user, Name(context), s => new ChannelAnswer(s.EnableEvent(body.Domain, body.Channel, body.Rule)));
        });
        Add("POST", session + "/events/disable", ControlJson.Default.ChannelAnswer, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.DisableEventRequest);
            return sessions.With(user, Name(context), s => new ChannelAnswer(s.DisableEvent(body.Domain, body.Channel, body.Pattern)));
        });
        Add("POST", session + "/contexts", ControlJson.Default.ChannelAnswer, async (context, user) =>
        {
            var body = await Body(context, ControlJson.Default.ContextRequest);
            return await Do(context, user, s => s.AddContext(body.Domain, body.Channel, body.Type));
        });

        void Add<T>(string method, string path, JsonTypeInfo<T> type, Func<HttpContext, uint, Task<T>> handle) =>
            routes.MapMethods(path, [method], context => Handle(context, type, handle));
    }

    private static async Task Handle<T>(HttpContext context, JsonTypeInfo<T> type, Func<HttpContext, uint, Task<T>> handle)
    {
        try
        {
            await Write(context, 200, await handle(context, PeerUser.Of(context.Features)), type);
        }
        catch (ControlException e)
        {
            await Write(context, Status(e.Error), new ErrorAnswer(e.Error, e.Message), ControlJson.Default.ErrorAnswer);
        }
        catch (JsonException e)
        {
            await Write(context, 400, new ErrorAnswer(ControlError.InvalidParameter, e.Message), ControlJson.Default.ErrorAnswer);
        }
        catch (BadHttpRequestException e)
        {
            await Write(context, e.StatusCode, new ErrorAnswer(ControlError.InvalidParameter, e.Message), ControlJson.Default.ErrorAnswer);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Who asked has gone before the whole of the request was there: nothing was done.
        }
        catch (Exception e)
        {
            // A fault of ours ends the command, not the recordings of others.
            await Console.Error.WriteLineAsync($"{DateTime.UtcNow:O} {context.Request.Method} {context.Request.Path}: {e}");
            await Write(context, 500, new ErrorAnswer(ControlError.UnsupportedOperation, Failure.Describe(e) ?? $"a fault of the daemon, see {RunDirectory.Log}: {e.Message}"), ControlJson.Default.ErrorAnswer);
        }
    }

    private static int Status(ControlError error) => error switch
    {
        ControlError.SessionNotFound or ControlError.UserChannelNotFound or ControlError.KernelChannelNotFound or ControlError.UserEventNotFound or ControlError.EventNotFound => 404,
        ControlError.PermissionDenied => 403,
        ControlError.StartFailed => 503,
        ControlError.SessionExists or ControlError.UserEventEnabled or ControlError.KernelEventExists or ControlError.UserChannelExists or ControlError.KernelChannelExists
            or ControlError.UserContextExists or ControlError.AlreadyStarted or ControlError.AlreadyStopped => 409,
        _ => 400,
    };

    private static async Task Write<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(answer, type);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }

    private static string Name(HttpContext context) => (string)context.Request.RouteValues["name"]!;

    private static async Task<T> Body<T>(HttpContext context, JsonTypeInfo<T> type) =>
        await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted) ?? throw new ControlException(ControlError.InvalidParameter, "the body is null");

    private static Task<ChannelAnswer> Done() => Task.FromResult(new ChannelAnswer(""));

    private Task<ChannelAnswer> Do(HttpContext context, uint user, Action<Session> action)
    {
        sessions.With(user, Name(context), session =>
        {
            action(session);
            return session;
        });
        return Done();
    }
}
