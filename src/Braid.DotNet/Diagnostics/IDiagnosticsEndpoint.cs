namespace Braid.DotNet.Diagnostics;

/// <summary>A way to reach one .NET process. Thread-safe.</summary>
internal interface IDiagnosticsEndpoint
{
    /// <summary>A fresh connection, which carries one command. The caller owns it.</summary>
    /// <exception cref="DiagnosticsException">There is none to be had.</exception>
    Connection Connect();
}
