using System.Text;
using Braid.Rings;
using Braid.Tracing.Contexts;
using Braid.Tracing.Filters;

namespace Braid.Tracing.Rings;

/// <summary>What the recording asks for beyond the events, read once per recording by the first event that is deferred. Thread-safe.</summary>
internal sealed unsafe class RecordingExtras
{
    private static readonly Lock s_lock = new();

    /// <summary>As last read; replaced under the lock.</summary>
    private static volatile RecordingExtras? s_current;

    private readonly FilterInstruction[] _filter;

    /// <summary>How deep the stack of the filter gets.</summary>
    private readonly int _deepest;

    /// <summary>By event; grows, and is replaced when it does, under the lock.</summary>
    private volatile EventFilter?[] _filters = [];

    private RecordingExtras(uint generation, List<ContextSource>? contexts, FilterInstruction[]? filter, int deepest)
    {
        Generation = generation;
        IsUsable = contexts != null && filter != null;
        Contexts = [.. contexts ?? []];
        _filter = filter ?? [];
        _deepest = deepest;
        MaxContextSize = Contexts.Sum(static context => context.MaxSize);
        MaxFilterContextSize = _filter.Sum(static instruction => instruction.Context?.MaxSize ?? 0);
    }

    public uint Generation { get; }

    /// <summary>False when this library does not know what is asked for: its events are lost then.</summary>
    public bool IsUsable { get; }

    /// <summary>In the order in which they are recorded.</summary>
    public ContextSource[] Contexts { get; }

    /// <summary>The most bytes that the contexts take.</summary>
    public int MaxContextSize { get; }

    /// <summary>The same of those that the filter asks for: each instruction runs once at most.</summary>
    public int MaxFilterContextSize { get; }

    public bool HasFilter => _filter.Length > 0;

    /// <summary>Those of the recording; null when the recorder is about to change them, which it does when no recording is on.</summary>
    public static RecordingExtras? Current()
    {
        var generation = Volatile.Read(ref ((ExtrasHeader*)RingWriter.Extras)->Generation);
        if ((generation & 1) != 0) return null;
        return s_current is { } current && current.Generation == generation ? current : Read();
    }

    /// <summary>The filter for an event; null when all pass.</summary>
    public EventFilter? FilterOf(ushort id)
    {
        if (!HasFilter) return null;
        var filters = _filters;
        return (id < filters.Length ? filters[id] : null) ?? Link(id);
    }

    private EventFilter Link(ushort id)
    {
        var filter = new EventFilter(_filter, _deepest, ProgramFile.FieldsOf(id));
        lock (s_lock)
        {
            var filters = _filters;
            Array.Resize(ref filters, Math.Max(filters.Length, id + 1));
            filters[id] = filter;
            _filters = filters;
        }

        return filter;
    }

    private static RecordingExtras? Read()
    {
        lock (s_lock)
        {
            var header = (ExtrasHeader*)RingWriter.Extras;
            var generation = Volatile.Read(ref header->Generation);
            if (s_current is { } current && current.Generation == generation) return current;
            var names = Math.Min(header->ContextsLength, ExtrasHeader.MaxContent);
            var filter = Math.Min(header->FilterLength, ExtrasHeader.MaxContent - names);
            var content = new ReadOnlySpan<byte>(RingWriter.Extras + ExtrasHeader.Size, (int)(names + filter)).ToArray();
            Interlocked.MemoryBarrier();
            if ((generation & 1) != 0 || Volatile.Read(ref header->Generation) != generation) return null;
            return s_current = Make(generation, content.AsSpan(0, (int)names), content.AsSpan((int)names));
        }
    }

    /// <summary>Not usable when a context is unknown or cannot be had, or the filter breaks the format: an event is as asked for or not written.</summary>
    private static RecordingExtras Make(uint generation, ReadOnlySpan<byte> names, ReadOnlySpan<byte> code)
    {
        try
        {
            var deepest = 0;
            var filter = code.IsEmpty ? [] : FilterReader.Read(code, out deepest);
            return new(generation, Find(Encoding.UTF8.GetString(names)), filter, deepest);
        }
        catch (Exception)
        {
            return new(generation, null, null, 0); // the machine refuses; the events are counted as lost
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
