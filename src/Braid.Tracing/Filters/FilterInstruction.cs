using Braid.Rings;
using Braid.Tracing.Contexts;

namespace Braid.Tracing.Filters;

/// <summary>An instruction of a filter, read and checked. Which of the properties hold depends on <see cref="Code"/>.</summary>
internal sealed class FilterInstruction(FilterCode code)
{
    public FilterCode Code => code;

    /// <summary>The constant; of a floating-point one its bits.</summary>
    public long Number { get; init; }

    /// <summary>What stands between the stars of a text.</summary>
    public byte[][] Parts { get; init; } = [];

    /// <summary>The name of a field.</summary>
    public string Name { get; init; } = "";

    /// <summary>From the field on: members, and indexes where the member is null.</summary>
    public (string? Member, ulong Index)[] Path { get; init; } = [];

    public ContextSource? Context { get; init; }

    /// <summary>The index of the instruction to go on with; after this one.</summary>
    public int Target { get; set; }
}
