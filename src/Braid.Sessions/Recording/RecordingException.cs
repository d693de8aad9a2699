namespace Braid.Sessions.Recording;

/// <summary>A recording cannot be made as asked; the message is one line for the user.</summary>
public sealed class RecordingException(string message, Exception? cause = null) : Exception(message, cause);
