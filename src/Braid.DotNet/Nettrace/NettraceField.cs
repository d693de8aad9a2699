namespace Braid.DotNet.Nettrace;

/// <summary>A field of a payload.</summary>
public readonly record struct NettraceField(string Name, NettraceType Type);
