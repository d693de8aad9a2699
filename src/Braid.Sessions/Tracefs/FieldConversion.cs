namespace Braid.Sessions.Tracefs;

/// <summary>How LTTng's value differs from the kernel's.</summary>
internal enum FieldConversion
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>LTTng counts priorities from the nice-0 kernel thread's, 100 lower.</summary>
    Priority,

    /// <summary>The kernel writes letters, LTTng a bit for each.</summary>
    Rwbs,

    /// <summary>LTTng has no such field.</summary>
    Drop,
}
