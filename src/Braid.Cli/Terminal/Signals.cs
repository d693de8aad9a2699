using System.Runtime.InteropServices;

namespace Braid.Cli.Terminal;

/// <summary>Signals to other processes.</summary>
internal static partial class Signals
{
    /// <summary>Asks for a snapshot.</summary>
    public const int SigUsr1 = 10;

    private const int SigTerm = 15, SigCont = 18;

    /// <summary>Lets a process that has stopped itself go on.</summary>
    public static void Continue(int processId) => _ = Kill(processId, SigCont);

    /// <summary>Asks a process to end. One that has ended meanwhile is no error.</summary>
    public static void Terminate(int processId) => _ = Kill(processId, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
