namespace Braid.Tracing;

/// <summary>How severe an event is: LTTng's fifteen levels with its numbers, the most severe first.</summary>
public enum TraceLevel : byte
{
    /// <summary>The system is unusable.</summary>
    Emergency = 0,

    /// <summary>Action must be taken at once.</summary>
    Alert = 1,

    /// <summary>Critical conditions.</summary>
    Critical = 2,

    /// <summary>Errors.</summary>
    Error = 3,

    /// <summary>Warnings.</summary>
    Warning = 4,

    /// <summary>Normal, but significant.</summary>
    Notice = 5,

    /// <summary>Informational.</summary>
    Information = 6,

    /// <summary>Debugging of a system of programs.</summary>
    DebugSystem = 7,

    /// <summary>Debugging of a program.</summary>
    DebugProgram = 8,

    /// <summary>Debugging of a process.</summary>
    DebugProcess = 9,

    /// <summary>Debugging of a module.</summary>
    DebugModule = 10,

    /// <summary>Debugging of a unit of compilation.</summary>
    DebugUnit = 11,

    /// <summary>Debugging of a function.</summary>
    DebugFunction = 12,

    /// <summary>Debugging of a line; what events have when nothing else is said.</summary>
    DebugLine = 13,

    /// <summary>Debugging.</summary>
    Debug = 14,
}
