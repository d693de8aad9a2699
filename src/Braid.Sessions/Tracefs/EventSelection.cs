using System.IO.Enumeration;
using Braid.Linux.Ftrace;
using Braid.Script.Filters;
using Braid.Sessions.Tracefs.Filters;

namespace Braid.Sessions.Tracefs;

/// <summary>The kernel events that a recording wants, found before anything is created.</summary>
public sealed class EventSelection
{
    private EventSelection(EventCatalogue catalogue, IReadOnlyList<EventName> events, IReadOnlyDictionary<EventName, string>? filters = null)
    {
        Catalogue = catalogue;
        Events = events;
        Filters = filters ?? new Dictionary<EventName, string>();
    }

    /// <summary>Where the events come from.</summary>
    public EventCatalogue Catalogue { get; }

    /// <summary>The events, each once.</summary>
    public IReadOnlyList<EventName> Events { get; }

    /// <summary>What the kernel is to record of events, as tracefs takes it; all of those that are not here.</summary>
    public IReadOnlyDictionary<EventName, string> Filters { get; }

    /// <summary>Those of the events for which <paramref name="filter"/> can be true, with the kernel's filter that makes it so.</summary>
    /// <param name="filter">In LTTng's language and by the names that traces have; an event that lacks a field of it is left out.</param>
    /// <exception cref="FilterException">The kernel cannot evaluate a part of it; the message names the part.</exception>
    /// <exception cref="ArgumentException">No event has the fields.</exception>
    public EventSelection Where(FilterExpression filter)
    {
        var events = new List<EventName>();
        var filters = new Dictionary<EventName, string>();
        foreach (var name in Events)
        {
            var predicate = FilterTranslator.Translate(filter, Catalogue.Format(name));
            // The event of trace_marker is always on and takes no filter.
            if (predicate.IsNever || (predicate.Text is not null && name == EventCatalogue.Print)) continue;
            events.Add(name);
            if (predicate.Text is { } text) filters.Add(name, text);
        }

        return events.Count > 0 ? new(Catalogue, events, filters) { Names = Names } : throw new ArgumentException("none of the events has all fields of the filter, or it is never true");
    }

    /// <summary>What events that the recording defined itself are called in a trace.</summary>
    public IReadOnlyDictionary<EventName, string> Names { get; private init; } = new Dictionary<EventName, string>();

    /// <summary>The same with events that the recording has defined, by their names in a trace.</summary>
    public EventSelection With(IReadOnlyDictionary<EventName, string> names) => new(Catalogue, [.. Events, .. names.Keys], Filters) { Names = names };

    /// <summary>Finds the events that the patterns name.</summary>
    /// <param name="catalogue">The events of the kernel.</param>
    /// <param name="tracepoints">
    /// Names of <see cref="EventGroup"/>s, or globs with <c>*</c>; each is compared with LTTng's name (<c>irq_softirq_entry</c>), <c>subsystem:event</c> and the
    /// event alone. System calls are no tracepoints, as in LTTng: only a glob that begins with <c>sys</c> reaches them.
    /// </param>
    /// <param name="syscalls">Globs over the names of system calls, <c>*</c> for all: entry and exit of each.</param>
    /// <exception cref="ArgumentException">A pattern names nothing; the message says which.</exception>
    public static EventSelection Resolve(EventCatalogue catalogue, IEnumerable<string> tracepoints, IEnumerable<string> syscalls)
    {
        var found = new HashSet<EventName>();
        var ordered = new List<EventName>();
        foreach (var pattern in tracepoints)
        {
            if (EventGroup.Find(pattern) is { } group)
            {
                Take(pattern, catalogue.All, group.Contains, "event of the group", "this kernel has none of them");
                continue;
            }

            Take(pattern, catalogue.All.Append(EventCatalogue.Print), name => MatchesTracepoint(pattern, name), "kernel tracepoint",
                "see 'braid list --kernel'");
        }

        foreach (var pattern in syscalls)
        {
            Take(pattern, catalogue.InSubsystem(SyscallSubsystem), name => Glob(pattern, SyscallName(name)), "system call",
                catalogue.InSubsystem(SyscallSubsystem).Count == 0 ? "this kernel lacks CONFIG_FTRACE_SYSCALLS=y" : "see 'braid list --kernel --syscall'");
        }

        return new(catalogue, ordered);

        void Take(string pattern, IEnumerable<EventName> from, Func<EventName, bool> matches, string what, string fix)
        {
            var any = false;
            foreach (var name in from.Where(matches))
            {
                any = true;
                if (found.Add(name)) ordered.Add(name);
            }

            if (!any) throw new ArgumentException($"no {what} matches '{pattern}'; {fix}");
        }
    }

    /// <summary>Those of its events for which <paramref name="isKept"/> holds.</summary>
    public EventSelection Where(Func<EventName, bool> isKept) => new(Catalogue, [.. Events.Where(isKept)], Filters) { Names = Names };

    /// <summary>The name that the events of <paramref name="name"/> have in a trace: LTTng's where LTTng has the event.</summary>
    public static string LttngName(EventName name) => EventMapping.Name(name);

    /// <summary>The system call in <c>sys_enter_NAME</c> or <c>sys_exit_NAME</c>.</summary>
    public static string SyscallName(EventName name) => name.Event[(name.Event.IndexOf('_', 4) + 1)..];

    private const string SyscallSubsystem = "syscalls";

    private static bool MatchesTracepoint(string pattern, EventName name) =>
        (name.Subsystem != SyscallSubsystem || pattern.StartsWith("sys", StringComparison.Ordinal))
        && (Glob(pattern, name.Event) || Glob(pattern, name.ToString()) || Glob(pattern, EventMapping.Name(name)));

    private static bool Glob(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
