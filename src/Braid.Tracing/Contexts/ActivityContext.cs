using System.Diagnostics;
using Braid.Tracing.Rings;

namespace Braid.Tracing.Contexts;

/// <summary>
/// An id of the current <see cref="Activity"/> as text, in W3C's hexadecimal digits; empty without one of W3C's format. Text
/// because that is what people search for and what every viewer shows on one line, where bytes would be 16 numbers.
/// </summary>
internal sealed unsafe class ActivityContext(Func<Activity, string> id, int length) : ContextSource
{
    public override TraceField Field { get; } = Text();

    public override int MaxSize => length + 1;

    public override byte* Write(byte* to)
    {
        var text = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? id(activity) : "";
        return Utf8Text.Write(to, text, room: length);
    }
}
