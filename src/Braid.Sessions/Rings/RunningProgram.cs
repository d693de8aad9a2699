using Braid.Ctf.Schema;

namespace Braid.Sessions.Rings;

/// <summary>A running program and its tracepoints.</summary>
/// <param name="Program">Which program.</param>
/// <param name="IsRecorded">True while a recorder is attached.</param>
/// <param name="Events">Its events in order of registration, named <c>provider:event</c>.</param>
public sealed record RunningProgram(TracedProgram Program, bool IsRecorded, IReadOnlyList<EventClass> Events);
