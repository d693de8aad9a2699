namespace Braid.DotNet.Nettrace;

/// <summary>The type of a field. Immutable.</summary>
public sealed class NettraceType(NettraceTypeCode code)
{
    /// <summary>The encoding.</summary>
    public NettraceTypeCode Code { get; } = code;

    /// <summary>The type of the elements of any kind of array; else null.</summary>
    public NettraceType? Element { get; init; }

    /// <summary>The number of elements of a <see cref="NettraceTypeCode.FixedLengthArray"/>.</summary>
    public int Count { get; init; }

    /// <summary>The earlier field that holds the number of elements of a <see cref="NettraceTypeCode.CountedArray"/>.</summary>
    public string? CountField { get; init; }

    /// <summary>The fields of an <see cref="NettraceTypeCode.Object"/>.</summary>
    public IReadOnlyList<NettraceField> Fields { get; init; } = [];
}
