namespace Braid.Sessions.Control;

/// <summary>A command that the session daemon refuses. Nothing has changed.</summary>
public sealed class ControlException : Exception
{
    /// <summary>Refuses with LTTng's text for <paramref name="error"/>, or with <paramref name="detail"/> where there is more to say.</summary>
    public ControlException(ControlError error, string? detail = null, Exception? cause = null)
        : base(detail ?? Text(error), cause) => Error = error;

    /// <summary>Why.</summary>
    public ControlError Error { get; }

    /// <summary>What LTTng's <c>lttng_strerror</c> says.</summary>
    public static string Text(ControlError error) => error switch
    {
        ControlError.UnsupportedOperation => "Operation not supported",
        ControlError.SessionNotFound => "Session name not found",
        ControlError.SessionExists => "Session name already exists",
        ControlError.EventNotFound => "Event not found",
        ControlError.PermissionDenied => "Permission denied",
        ControlError.KernelUnavailable => "Kernel tracer not available",
        ControlError.KernelEventExists => "Kernel event already exists",
        ControlError.KernelChannelExists => "Kernel channel already exists",
        ControlError.KernelChannelNotFound => "Kernel channel not found",
        ControlError.UserEventEnabled => "UST event already enabled",
        ControlError.UserChannelExists => "UST channel already exist",
        ControlError.UserChannelNotFound => "UST channel not found",
        ControlError.StartFailed => "Starting UST trace failed",
        ControlError.NoChannel => "No channel found in the session",
        ControlError.InvalidSessionName => "Invalid character found in session name",
        ControlError.UserEventNotFound => "UST event not found",
        ControlError.UserContextExists => "UST context already exist",
        ControlError.UserContextInvalid => "UST invalid context",
        ControlError.AlreadyStarted => "Tracing has already been started once",
        ControlError.AlreadyStopped => "Tracing has already been stopped",
        ControlError.ChannelNameNeeded => "Non-default channel exists within session: channel name needs to be specified with '-c name'",
        ControlError.InvalidParameter => "Invalid parameter",
        ControlError.InvalidFilter => "Invalid filter bytecode",
        ControlError.InvalidEventName => "Invalid event name",
        ControlError.InvalidChannelName => "Invalid channel name",
        _ => throw new ArgumentOutOfRangeException(nameof(error)),
    };
}
