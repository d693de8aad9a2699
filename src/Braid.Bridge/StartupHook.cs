using Braid.Bridge;

/// <summary>
/// What the runtime calls when it is told of this assembly, each time: by ApplyStartupHook over the diagnostic port, or at
/// its start by DOTNET_STARTUP_HOOKS. The names are the runtime's. Source: dotnet/runtime, host-startup-hook.md.
/// </summary>
internal static class StartupHook
{
    private static readonly Lock s_lock = new();

    /// <summary>The bridge that is on. Owned by who holds the lock.</summary>
    private static Bridging? s_current;

    /// <summary>Does what the request beside the assembly asks for; what is thrown here is the reply to who asked.</summary>
    public static void Initialize()
    {
        var request = BridgeRequest.Read();
        lock (s_lock)
        {
            if (s_current?.Request == request) return;
            s_current?.Dispose();
            s_current = null;
            if (!request.IsDetach) s_current = new(request);
        }
    }
}
