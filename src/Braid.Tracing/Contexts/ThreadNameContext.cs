using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>The name of the thread, 16 bytes and a NUL, as its first event of the recording found it: a system call then, none later.</summary>
internal sealed unsafe class ThreadNameContext : ContextSource
{
    private const int Size = 17;

    /// <summary>Of this thread, and for which recording it was read.</summary>
    [ThreadStatic]
    private static byte[]? t_name;

    [ThreadStatic]
    private static ThreadNameContext? t_reader;

    public override TraceField Field { get; } = Text();

    public override int MaxSize => Size;

    public override byte* Write(byte* to)
    {
        if (t_reader != this) Read();
        t_name.CopyTo(new Span<byte>(to, Size));
        return to + Size;
    }

    private void Read()
    {
        var name = new byte[Size];
        Libc.ThreadName(name);
        (t_name, t_reader) = (name, this);
    }
}
