namespace Braid.Sessions.Tracefs;

/// <summary>Where the value of an <see cref="AddedField"/> is.</summary>
internal enum AddedValue
{
    /// <summary>It is the process of the thread that the field before it tells.</summary>
    Process,

    /// <summary>It is the thread that made the record, which the head of the record tells.</summary>
    Thread,
}
