namespace Braid.Sessions.Control;

/// <summary>Why a command is refused. Numbers and texts are those of lttng-error.h of LTTng 2.13, which scripts know as exit statuses.</summary>
public enum ControlError
{
    /// <summary>Something is recorded already.</summary>
    UnsupportedOperation = 15,

    /// <summary>No session of that name, or none that this user may see.</summary>
    SessionNotFound = 23,

    /// <summary>A session of that name exists.</summary>
    SessionExists = 28,

    /// <summary>No rule with that pattern.</summary>
    EventNotFound = 29,

    /// <summary>The request is another user's matter.</summary>
    PermissionDenied = 32,

    /// <summary>This kernel or this user cannot record kernel events.</summary>
    KernelUnavailable = 33,

    /// <summary>The rule exists and is enabled.</summary>
    KernelEventExists = 35,

    /// <summary>A channel of that name exists.</summary>
    KernelChannelExists = 37,

    /// <summary>No such channel.</summary>
    KernelChannelNotFound = 39,

    /// <summary>The rule exists and is enabled.</summary>
    UserEventEnabled = 55,

    /// <summary>A channel of that name exists.</summary>
    UserChannelExists = 57,

    /// <summary>No such channel.</summary>
    UserChannelNotFound = 59,

    /// <summary>The directory or the buffers cannot be had.</summary>
    StartFailed = 66,

    /// <summary>No channel in the session.</summary>
    NoChannel = 72,

    /// <summary>A character that directories cannot have.</summary>
    InvalidSessionName = 73,

    /// <summary>No rule with that pattern.</summary>
    UserEventNotFound = 76,

    /// <summary>The channel has the context.</summary>
    UserContextExists = 77,

    /// <summary>No such context.</summary>
    UserContextInvalid = 78,

    /// <summary>The session is active.</summary>
    AlreadyStarted = 80,

    /// <summary>The session is inactive.</summary>
    AlreadyStopped = 81,

    /// <summary>The session has channels of the user's making, so that the channel has to be named.</summary>
    ChannelNameNeeded = 83,

    /// <summary>A value is out of its range.</summary>
    InvalidParameter = 97,

    /// <summary>A filter that breaks the language.</summary>
    InvalidFilter = 106,

    /// <summary>A pattern that names nothing.</summary>
    InvalidEventName = 112,

    /// <summary>A character that files cannot have.</summary>
    InvalidChannelName = 113,
}
