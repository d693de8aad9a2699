namespace Braid.DotNet.Diagnostics;

/// <summary>Commands of the diagnostics protocol: the command set in the high byte. Source: dotnet/diagnostics, ipc-protocol.md.</summary>
internal enum Command : ushort
{
    StopTracing = 0x0201,
    CollectTracing2 = 0x0203,
    CollectTracing3 = 0x0204,
    CollectTracing4 = 0x0205,
    CollectTracing5 = 0x0206,
    ResumeRuntime = 0x0401,
    ProcessInfo2 = 0x0404,
    EnablePerfMap = 0x0405,
    ApplyStartupHook = 0x0407,
}
