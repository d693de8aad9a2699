using System.Text;
using Braid.Rings;
using Braid.Tracing.Contexts;

namespace Braid.Tracing.Rings;

/// <summary>What the recording asks for beyond the events, read once per recording by the first event that is deferred. Immutable.</summary>
internal sealed unsafe class RecordingExtras
{
    private static readonly Lock s_lock = new();

    /// <summary>As last read; replaced under the lock.</summary>
    private static volatile RecordingExtras? s_current;

    private RecordingExtras(uint generation, ContextSource[]? contexts)
    {
        Generation = generation;
        IsUsable = contexts != null;
        Contexts = contexts ?? [];
        foreach (var context in Contexts) MaxContextSize += context.MaxSize;
    }

    public uint Generation { get; }

    /// <summary>False when this library does not know what is asked for: its events are lost then.</summary>
    public bool IsUsable { get; }

    /// <summary>In the order in which they are recorded.</summary>
    public ContextSource[] Contexts { get; }

    /// <summary>The most bytes that the contexts take.</summary>
    public int MaxContextSize { get; }

    /// <summary>Those of the recording; null when the recorder is about to change them, which it does when no recording is on.</summary>
    public static RecordingExtras? Current()
    {
        var generation = Volatile.Read(ref ((ExtrasHeader*)RingWriter.Extras)->Generation);
        if ((generation & 1) != 0) return null;
        return s_current is { } current && current.Generation == generation ? current : Read();
    }

    private static RecordingExtras? Read()
    {
        lock (s_lock)
        {
            var header = (ExtrasHeader*)RingWriter.Extras;
            var generation = Volatile.Read(ref header->Generation);
            if (s_current is { } current && current.Generation == generation) return current;
            var length = Math.Min(header->ContextsLength, ExtrasHeader.MaxContent);
            var names = Encoding.UTF8.GetString(RingWriter.Extras + ExtrasHeader.Size, (int)length);
            Interlocked.MemoryBarrier();
            if ((generation & 1) != 0 || Volatile.Read(ref header->Generation) != generation) return null;
            return s_current = new(generation, Find(names));
        }
    }

    /// <summary>Null when a context is unknown or cannot be had: a record has all of them or is not written.</summary>
    private static ContextSource[]? Find(string names)
    {
        try
        {
            var found = new List<ContextSource>();
            foreach (var name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (ContextSource.Find(name) is not { } context) return null;
                found.Add(context);
            }

            return [.. found];
        }
        catch (Exception)
        {
            return null; // the machine refuses; the events are counted as lost
        }
    }
}
