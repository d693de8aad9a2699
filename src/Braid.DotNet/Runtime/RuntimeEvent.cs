using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Runtime;

/// <summary>The layout of an event that streams do not describe.</summary>
internal sealed record RuntimeEvent(int Id, int Version, string Name, IReadOnlyList<NettraceField> Fields);
