using System.Text;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>What a recording asks of a program beyond the events, in the program's file.</summary>
internal static class ProgramExtras
{
    /// <summary>Offsets in <see cref="ExtrasHeader"/>.</summary>
    private const int ContextsLengthAt = 4, FiltersLengthAt = 8;

    /// <summary>Whether the program's library knows of them.</summary>
    public static bool AreKnown(ProgramFileReader reader) => (reader.Header.Features & RingLayout.ExtrasBit) != 0 && (reader.Header.Features & RingLayout.RuleFiltersBit) != 0;

    /// <summary>Asks for <paramref name="contexts"/> and <paramref name="filters"/>. Call it while no ring of the program has a size.</summary>
    /// <exception cref="IOException">There is no memory for it.</exception>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    public static void Write(ProgramMemory memory, uint cpus, IReadOnlyList<UserContext> contexts, ReadOnlySpan<byte> filters)
    {
        var at = RingLayout.ExtrasAt(cpus);
        memory.Allocate(at, RingLayout.ExtrasSize);
        var names = Encoding.UTF8.GetBytes(string.Join('\n', contexts.Select(static context => context.Name)));
        var generation = memory.Read<ExtrasHeader>(at).Generation | 1; // odd also when a recorder died in here
        memory.Write(generation, at);
        Interlocked.MemoryBarrier();
        memory.Write((uint)names.Length, at + ContextsLengthAt);
        memory.Write<byte>(names, at + ExtrasHeader.Size);
        ChangeFilters(memory, cpus, filters);
        Interlocked.MemoryBarrier();
        memory.Write(generation + 1, at);
    }

    /// <summary>Asks for other filters, while rings are in use or not, in extras that were written before.</summary>
    /// <exception cref="InvalidDataException">The program's file is broken.</exception>
    public static void ChangeFilters(ProgramMemory memory, uint cpus, ReadOnlySpan<byte> filters)
    {
        var at = RingLayout.ExtrasAt(cpus);
        var header = memory.Read<ExtrasHeader>(at);
        var generation = header.FiltersGeneration | 1;
        memory.Write(generation, at + ExtrasHeader.FiltersGenerationAt);
        Interlocked.MemoryBarrier();
        memory.Write((uint)filters.Length, at + FiltersLengthAt);
        memory.Write(filters, at + ExtrasHeader.Size + Math.Min(header.ContextsLength, ExtrasHeader.MaxContent));
        Interlocked.MemoryBarrier();
        memory.Write(generation + 1, at + ExtrasHeader.FiltersGenerationAt);
    }

    /// <summary>The contexts that the recording asked for.</summary>
    /// <exception cref="InvalidDataException">They are not as a recorder writes them.</exception>
    public static List<UserContext> ReadContexts(ProgramMemory memory, uint cpus)
    {
        var at = RingLayout.ExtrasAt(cpus);
        var header = memory.Read<ExtrasHeader>(at);
        if (header.ContextsLength > ExtrasHeader.MaxContent) throw new InvalidDataException($"{memory.Path}: contexts of {header.ContextsLength} bytes");
        var bytes = new byte[header.ContextsLength];
        memory.Read<byte>(bytes, at + ExtrasHeader.Size);
        var contexts = new List<UserContext>();
        foreach (var name in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            contexts.Add(UserContext.TryParse(name) ?? throw new InvalidDataException($"{memory.Path}: a context '{name}', which is unknown"));
        }

        if (contexts.DistinctBy(static context => context.Member.Name).Count() != contexts.Count) throw new InvalidDataException($"{memory.Path}: a context twice");
        return contexts;
    }
}
