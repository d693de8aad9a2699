using System.Runtime.CompilerServices;

namespace Braid.Tracing;

/// <summary>
/// Free text, as <c>tracef()</c> and <c>tracelog()</c> of LTTng record it and under the same event names:
/// <c>TraceText.Write($"cart {id} has {count} items")</c>. While nobody records the event, a call is a load and a branch and
/// the holes of the text are not evaluated. Thread-safe. What a hole throws is the caller's.
/// </summary>
public static class TraceText
{
    private const string LevelProvider = "lttng_ust_tracelog";

    private static readonly Tracepoint s_plain = new("lttng_ust_tracef", "event", TraceLevel.Debug, TraceField.Text("msg"));

    /// <summary>By level; registered when the first of them is used.</summary>
    private static class Leveled
    {
        public static readonly Tracepoint[] Events =
        [
            Event("EMERG", TraceLevel.Emergency), Event("ALERT", TraceLevel.Alert), Event("CRIT", TraceLevel.Critical), Event("ERR", TraceLevel.Error),
            Event("WARNING", TraceLevel.Warning), Event("NOTICE", TraceLevel.Notice), Event("INFO", TraceLevel.Information),
            Event("DEBUG_SYSTEM", TraceLevel.DebugSystem), Event("DEBUG_PROGRAM", TraceLevel.DebugProgram), Event("DEBUG_PROCESS", TraceLevel.DebugProcess),
            Event("DEBUG_MODULE", TraceLevel.DebugModule), Event("DEBUG_UNIT", TraceLevel.DebugUnit), Event("DEBUG_FUNCTION", TraceLevel.DebugFunction),
            Event("DEBUG_LINE", TraceLevel.DebugLine), Event("DEBUG", TraceLevel.Debug),
        ];

        private static Tracepoint Event(string name, TraceLevel level) =>
            new(LevelProvider, "TRACE_" + name, level, TraceField.Integer("line", 32, signed: true), TraceField.Text("file"), TraceField.Text("func"), TraceField.Text("msg"));
    }

    /// <summary>Whether someone records <c>lttng_ust_tracef:event</c>.</summary>
    public static bool IsEnabled => s_plain.IsEnabled;

    /// <summary>Whether someone records the event of <paramref name="level"/>, such as <c>lttng_ust_tracelog:TRACE_INFO</c>.</summary>
    public static bool IsEnabledAt(TraceLevel level) => Leveled.Events[(int)level].IsEnabled;

    /// <summary>Records text as <c>lttng_ust_tracef:event</c>, field <c>msg</c>.</summary>
    public static void Write(ref TraceTextHandler text)
    {
        if (!text.IsEnabled) return;
        Record(text.Text);
        text.Clear();
    }

    /// <summary>Records text as <c>lttng_ust_tracef:event</c>, field <c>msg</c>.</summary>
    public static void Write(string text)
    {
        if (s_plain.IsEnabled) Record(text);
    }

    /// <summary>Records text as <c>lttng_ust_tracelog:TRACE_…</c> of <paramref name="level"/> with the fields <c>line</c>, <c>file</c>, <c>func</c> and <c>msg</c>.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="level"/> is no level.</exception>
    public static void Write(
        TraceLevel level,
        [InterpolatedStringHandlerArgument(nameof(level))] ref TraceTextHandler text,
        [CallerLineNumber] int line = 0,
        [CallerFilePath] string file = "",
        [CallerMemberName] string function = "")
    {
        if (!text.IsEnabled) return;
        Record(level, text.Text, line, file, function);
        text.Clear();
    }

    /// <summary>As the other overload, for a text without holes.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="level"/> is no level.</exception>
    public static void Write(TraceLevel level, string text, [CallerLineNumber] int line = 0, [CallerFilePath] string file = "", [CallerMemberName] string function = "")
    {
        if (IsEnabledAt(level)) Record(level, text, line, file, function);
    }

    private static void Record(scoped ReadOnlySpan<char> text)
    {
        var record = s_plain.Begin(TraceRecord.SizeOfText(text));
        if (!record.IsRecording) return;
        record.WriteText(text);
        record.Commit();
    }

    private static void Record(TraceLevel level, scoped ReadOnlySpan<char> text, int line, string file, string function)
    {
        var size = sizeof(int) + TraceRecord.SizeOfText(file) + TraceRecord.SizeOfText(function) + TraceRecord.SizeOfText(text);
        var record = Leveled.Events[(int)level].Begin(size);
        if (!record.IsRecording) return;
        record.Write(line);
        record.WriteText(file);
        record.WriteText(function);
        record.WriteText(text);
        record.Commit();
    }
}
