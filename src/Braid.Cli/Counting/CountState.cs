namespace Braid.Cli.Counting;

/// <summary>Whether there is a count.</summary>
internal enum CountState
{
    Counted,

    /// <summary>The kernel, or the machine, has no such counter.</summary>
    NotSupported,

    /// <summary>This user may not have it.</summary>
    NotPermitted,
}
