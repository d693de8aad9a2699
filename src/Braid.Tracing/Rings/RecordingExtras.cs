using System.Text;
using Braid.Rings;
using Braid.Tracing.Contexts;
using Braid.Tracing.Filters;

namespace Braid.Tracing.Rings;

/// <summary>
/// What the recording asks for beyond the events, read by the first event that is deferred and again when its filters have
/// changed. Thread-safe.
/// </summary>
internal sealed unsafe class RecordingExtras
{
    /// <summary>A recorder takes microseconds to write its filters; one that was killed meanwhile leaves them unreadable.</summary>
    private const int Attempts = 1000;

    private static readonly Lock s_lock = new();

    /// <summary>As last read; replaced under the lock.</summary>
    private static volatile RecordingExtras? s_current;

    /// <summary>What stands for an event that a rule wants without a condition. Not empty: that is shared with those that no rule wants.</summary>
    private static readonly EventFilter[] s_all = new EventFilter[1];

    private readonly List<RuleFilter> _filters;

    /// <summary>By event; grows, and is replaced when it does, under the lock.</summary>
    private volatile EventFilter[]?[] _linked = [];

    private RecordingExtras(uint generation, uint filtersGeneration, List<ContextSource>? contexts, List<RuleFilter>? filters)
    {
        (Generation, FiltersGeneration) = (generation, filtersGeneration);
        IsUsable = contexts != null && filters != null;
        Contexts = [.. contexts ?? []];
        _filters = filters ?? [];
        MaxContextSize = Contexts.Sum(static context => context.MaxSize);
        MaxFilterContextSize = _filters.Sum(static filter => filter.Code.Sum(static instruction => instruction.Context?.MaxSize ?? 0));
    }

    public uint Generation { get; }

    public uint FiltersGeneration { get; }

    /// <summary>False when this library does not know what is asked for: its events are lost then.</summary>
    public bool IsUsable { get; }

    /// <summary>In the order in which they are recorded.</summary>
    public ContextSource[] Contexts { get; }

    /// <summary>The most bytes that the contexts take.</summary>
    public int MaxContextSize { get; }

    /// <summary>The most bytes of those that the filters ask for: each instruction runs once at most.</summary>
    public int MaxFilterContextSize { get; }

    public bool HasFilter => _filters.Count > 0;

    private static ExtrasHeader* Header => (ExtrasHeader*)RingWriter.Extras;

    /// <summary>Those of the recording; null when the recorder is about to change them, which it does when no recording is on.</summary>
    public static RecordingExtras? Current()
    {
        var generation = Volatile.Read(ref Header->Generation);
        if ((generation & 1) != 0) return null;
        var filters = Volatile.Read(ref Header->FiltersGeneration);

        // While filters are being written, those of before hold.
        return s_current is { } current && current.Generation == generation && (current.FiltersGeneration == filters || (filters & 1) != 0) ? current : Read();
    }

    /// <summary>Whether an event is to be recorded whose fields, <paramref name="length"/> bytes, are at the start of <paramref name="room"/>.</summary>
    public bool Accepts(ushort id, Span<byte> room, int length)
    {
        if (!HasFilter) return true;
        var linked = _linked;
        var filters = (id < linked.Length ? linked[id] : null) ?? Link(id);
        if (filters == s_all) return true;
        foreach (var filter in filters)
        {
            if (filter.Accepts(room, length)) return true;
        }

        return false;
    }

    private EventFilter[] Link(ushort id)
    {
        var registered = ProgramFile.EventOf(id);
        var wanting = _filters.FindAll(filter => Braid.Rings.Rules.Want(filter.Rules, registered.FullName, registered.Level));
        var filters = wanting.Exists(static filter => filter.Code.Length == 0)
            ? s_all
            : wanting.ConvertAll(filter => new EventFilter(filter.Code, filter.Deepest, registered.Fields)).ToArray();
        lock (s_lock)
        {
            var linked = _linked;
            Array.Resize(ref linked, Math.Max(linked.Length, id + 1));
            linked[id] = filters;
            _linked = linked;
        }

        return filters;
    }

    private static RecordingExtras? Read()
    {
        lock (s_lock)
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                var (generation, filtersGeneration) = (Volatile.Read(ref Header->Generation), Volatile.Read(ref Header->FiltersGeneration));
                if ((generation & 1) != 0) return null;
                if (s_current is { } current && current.Generation == generation && current.FiltersGeneration == filtersGeneration) return current;
                var names = Math.Min(Header->ContextsLength, ExtrasHeader.MaxContent);
                var filters = Math.Min(Header->FiltersLength, ExtrasHeader.MaxContent - names);
                var content = new ReadOnlySpan<byte>(RingWriter.Extras + ExtrasHeader.Size, (int)(names + filters)).ToArray();
                Interlocked.MemoryBarrier();
                if ((filtersGeneration & 1) == 0 && Volatile.Read(ref Header->Generation) == generation && Volatile.Read(ref Header->FiltersGeneration) == filtersGeneration)
                    return s_current = Make(generation, filtersGeneration, content.AsSpan(0, (int)names), content.AsSpan((int)names));
                Thread.Yield();
            }

            return null;
        }
    }

    /// <summary>Not usable when a context is unknown or cannot be had, or a filter breaks the format: an event is as asked for or not written.</summary>
    private static RecordingExtras Make(uint generation, uint filtersGeneration, ReadOnlySpan<byte> names, ReadOnlySpan<byte> filters)
    {
        try
        {
            return new(generation, filtersGeneration, Find(Encoding.UTF8.GetString(names)), RuleFilter.ReadAll(filters));
        }
        catch (Exception)
        {
            return new(generation, filtersGeneration, null, null); // the machine refuses; the events are counted as lost
        }
    }

    private static List<ContextSource>? Find(string names)
    {
        var found = new List<ContextSource>();
        foreach (var name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ContextSource.Find(name) is not { } context) return null;
            found.Add(context);
        }

        return found;
    }
}
