using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Script.Filters;
using Braid.Sessions.Recording;

namespace Braid.Cli.Filtering;

/// <summary>Which events the user asked for. What can be decided for a whole event class is decided once.</summary>
internal sealed class EventFilter
{
    private readonly Dictionary<EventLayout, ClassFilter> _classes = [];

    /// <summary>Globs of event names; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The condition on fields; null for none.</summary>
    public FilterExpression? Where { get; init; }

    /// <summary>CPUs by the packet context's <c>cpu_id</c>; null for all.</summary>
    public NumberSet? Cpus { get; init; }

    /// <summary>Threads by the context <c>tid</c> or <c>vtid</c>; null for all.</summary>
    public NumberSet? Threads { get; init; }

    /// <summary>Whether everything is accepted.</summary>
    public bool IsOpen => Names.Count == 0 && Where is null && Cpus is null && Threads is null;

    /// <summary>Whether the event that <paramref name="cursor"/> stands on was asked for.</summary>
    public bool Accepts(EventCursor cursor)
    {
        if (IsOpen) return true;
        if (!_classes.TryGetValue(cursor.Layout, out var known)) _classes.Add(cursor.Layout, known = new(this, cursor.Layout));
        return known.Accepts(cursor);
    }

    /// <summary>The context that says on which CPU an event happened; null when the trace does not tell.</summary>
    public static Field? CpuOf(EventLayout layout) => FilterBinder.FindContext(layout, "cpu_id");

    /// <summary>The context that says which thread an event is of; null when the trace does not tell.</summary>
    public static Field? ThreadOf(EventLayout layout) => FilterBinder.FindContext(layout, "tid") ?? FilterBinder.FindContext(layout, "vtid");

    /// <summary>Whether some events of a stream class tell their thread.</summary>
    public static bool HasThread(StreamClass known) => HasThread(known.EventCommonContext) || HasThread(known.PacketContext)
        || known.Events.Exists(static e => HasThread(e.SpecificContext));

    /// <summary>Whether an event of this name was asked for.</summary>
    public bool AcceptsName(string? name) => Names.Count == 0 || Names.Any(glob => UserPattern.Matches(glob, name ?? ""));

    private static bool HasThread(StructureFieldClass? context) => context is not null && context.Members.Any(static m => m.Name is "tid" or "vtid");

    private sealed class ClassFilter
    {
        private readonly EventFilter _filter;
        private readonly FilterNode? _where;
        private readonly Field? _cpu;
        private readonly Field? _thread;

        /// <summary>No event of the class is accepted.</summary>
        private readonly bool _isClosed;

        public ClassFilter(EventFilter filter, EventLayout layout)
        {
            _filter = filter;
            if (filter.Where is not null) _where = new FilterBinder(layout).Bind(filter.Where);
            if (filter.Cpus is not null) _cpu = CpuOf(layout);
            if (filter.Threads is not null) _thread = ThreadOf(layout);
            _isClosed = !filter.AcceptsName(layout.Class.Name) || (filter.Where is not null && _where is null)
                || (filter.Cpus is not null && _cpu is null) || (filter.Threads is not null && _thread is null);
        }

        public bool Accepts(EventCursor cursor)
        {
            if (_isClosed) return false;
            if (_cpu is not null && !_filter.Cpus!.Contains(cursor.GetInt64(_cpu))) return false;
            if (_thread is not null && !_filter.Threads!.Contains(cursor.GetInt64(_thread))) return false;
            if (_where is null) return true;
            var value = _where.Evaluate(cursor);
            return value.IsNumber && value.IsTrue;
        }
    }
}
