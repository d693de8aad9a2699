using System.Diagnostics;
using System.Text;
using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>
/// The managed methods that the thread is in, innermost first, as <c>TYPE.METHOD;TYPE.METHOD</c>; those of this library are left
/// out. Walking a stack costs microseconds and allocates: the one context for which that is so.
/// </summary>
internal sealed unsafe class ManagedStackContext : ContextSource
{
    /// <summary>Bytes of the text; the outermost methods are cut.</summary>
    private const int MaxLength = 8 << 10;

    private static readonly string s_ownAssembly = typeof(ManagedStackContext).Assembly.GetName().Name!;

    public override TraceField Field { get; } = Text();

    public override int MaxSize => MaxLength + 1;

    public override byte* Write(byte* to)
    {
        var text = new StringBuilder(1 << 10);
        var isOwn = true;
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { } method) continue;
            isOwn = isOwn && method.DeclaringAssemblyName.Split(',')[0] == s_ownAssembly;
            if (isOwn) continue;
            if (text.Length > 0) text.Append(';');
            text.Append(method.DeclaringTypeName).Append('.').Append(method.Name);
            if (text.Length > MaxLength) break;
        }

        return Utf8Text.Write(to, text.ToString(), room: MaxLength);
    }
}
