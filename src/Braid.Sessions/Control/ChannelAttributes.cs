namespace Braid.Sessions.Control;

/// <summary>What a channel is made with; it does not change afterwards. Defaults and rules are those of <c>lttng enable-channel</c>.</summary>
public sealed record ChannelAttributes
{
    /// <summary><see cref="BlockingTimeout"/> of a channel whose programs wait without end.</summary>
    public const long Forever = -1;

    /// <summary>A full buffer overwrites its oldest events instead of discarding new ones.</summary>
    public bool IsOverwrite { get; init; }

    /// <summary>Bytes of a sub-buffer, a power of two from 4,096 on.</summary>
    public long SubBufferSize { get; init; }

    /// <summary>Sub-buffers per CPU, a power of two from 2 on.</summary>
    public long SubBufferCount { get; init; } = 4;

    /// <summary>Microseconds that a program waits for room, at most; 0 not at all, <see cref="Forever"/>.</summary>
    public long BlockingTimeout { get; init; }

    /// <summary>The attributes of a channel for which nothing was said.</summary>
    public static ChannelAttributes Default(TracingDomain domain, SessionKind kind) => new()
    {
        IsOverwrite = kind == SessionKind.Snapshot,
        SubBufferSize = domain == TracingDomain.Kernel ? 1 << 20 : 512 << 10,
    };
}
