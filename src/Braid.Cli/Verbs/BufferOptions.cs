using System.CommandLine;
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

    public void AddTo(Command verb)
    {
        verb.Add(_size);
        verb.Add(_snapshot);
    }

    /// <summary>Tells whether the latest events are to be kept in memory.</summary>
    public bool IsSnapshot(ParseResult arguments) => arguments.GetValue(_snapshot);

    /// <summary>Adds what was asked for to <paramref name="options"/>.</summary>
    public RecordingOptions Apply(ParseResult arguments, RecordingOptions options) => options with { BufferSize = arguments.GetValue(_size) };
}
