namespace Braid.DotNet.Diagnostics;

/// <summary>A process cannot be talked to over its diagnostic port. The message is one line that names the process and the reason.</summary>
public sealed class DiagnosticsException(string message, Exception? inner = null) : IOException(message, inner);
