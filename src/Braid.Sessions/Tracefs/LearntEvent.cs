namespace Braid.Sessions.Tracefs;

/// <summary>task_newtask, which is recorded for what it tells of other events and not given out.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="FixedSize">Bytes that each record has at least.</param>
/// <param name="TidAt">Where a record has the i32 id of the new thread; its maker is in the head of the record.</param>
/// <param name="CloneFlagsAt">Where it has the u64 flags of clone(2).</param>
internal sealed record LearntEvent(int Id, int FixedSize, int TidAt, int CloneFlagsAt);
