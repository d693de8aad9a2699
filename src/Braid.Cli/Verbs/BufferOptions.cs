using System.CommandLine;
using System.Globalization;
using Braid.Sessions.Recording;

namespace Braid.Cli.Verbs;

/// <summary>How large buffers are, and what happens when one is full.</summary>
internal sealed class BufferOptions
{
    private readonly Option<long?> _size = ValueOption.Create<long?>(
        "--buffer-size", "S", "Buffer per CPU and domain: 64K, 16M. Default: 16M for the kernel, 4M for each program.", "a size such as 64K or 16M",
        static (text, out value) => (value = Parsing.TrySize(text, out var size) ? size : null) is not null);

    private readonly Option<bool> _snapshot = new("--snapshot")
    {
        Description = "Flight recorder: keep the latest events in memory, and write a trace of what is there, into a directory of its own in the output directory, on SIGUSR1 and at the end.",
    };

    private readonly Option<long?> _subBufferSize = ValueOption.Create<long?>(
        "--subbuf-size", "S", "Bytes of a sub-buffer, a power of two: 4K to 4M for programs (a larger event is lost), to 512K for the kernel. Default: 64K for the kernel, an eighth of the buffer for programs.", "a size such as 64K or 1M",
        static (text, out value) => (value = Parsing.TrySize(text, out var size) ? size : null) is not null);

    private readonly Option<long?> _subBufferCount = ValueOption.Create<long?>(
        "--num-subbuf", "N", "Sub-buffers per CPU, a power of two from 2 on. Default: as many as the buffer has room for.", "a whole number",
        static (text, out value) => (value = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null) is not null);

    private readonly Option<TimeSpan?> _blockingTimeout = ValueOption.Create<TimeSpan?>(
        "--blocking-timeout", "T", "How long a thread of a program that allows it (BRAID_ALLOW_BLOCKING is set) waits when its buffer is full: 10ms, inf. Default: 0, the event is lost.", "a duration such as 10ms, or 0 or inf",
        static (text, out value) => (value = text switch
        {
            "0" => TimeSpan.Zero,
            "inf" => Timeout.InfiniteTimeSpan,
            _ => Parsing.TryDuration(text, out var duration) ? duration : null,
        }) is not null);

    public void AddTo(Command verb)
    {
        verb.Add(_size);
        verb.Add(_subBufferSize);
        verb.Add(_subBufferCount);
        verb.Add(_blockingTimeout);
        verb.Add(_snapshot);
    }

    /// <summary>Tells whether the latest events are to be kept in memory.</summary>
    public bool IsSnapshot(ParseResult arguments) => arguments.GetValue(_snapshot);

    /// <summary>Adds what was asked for to <paramref name="options"/>.</summary>
    public RecordingOptions Apply(ParseResult arguments, RecordingOptions options) => options with
    {
        BufferSize = arguments.GetValue(_size),
        SubBufferSize = arguments.GetValue(_subBufferSize),
        SubBufferCount = arguments.GetValue(_subBufferCount),
        BlockingTimeout = arguments.GetValue(_blockingTimeout) ?? TimeSpan.Zero,
    };
}
