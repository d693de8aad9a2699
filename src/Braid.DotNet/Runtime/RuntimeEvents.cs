using System.Globalization;
using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Runtime;

/// <summary>
/// The layouts of events that streams do not describe: those of the runtime itself (their manifest has them, the generated
/// part) and those of the framework with arrays, for which runtimes write no description. One event per line, below the name
/// of its provider: id, version, name, fields.
/// <code>
/// 204 3 GCPerHeapHistory … Count:u32 Values:{ SizeBefore:ptr … }[Count]     an array whose count an earlier field holds
/// 0 0 Activity1Start SourceName:str … Arguments:{ Key:str Value:str }[]     an array behind its own count, a u16
/// </code>
/// </summary>
internal static partial class RuntimeEvents
{
    /// <summary>Found by name: their ids are not fixed. Source: DiagnosticSourceEventSource, LoggingEventSource, the sample profiler.</summary>
    private const string Named = """
        @Microsoft-Diagnostics-DiagnosticSource
        0 0 Event SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 Activity1Start SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 Activity1Stop SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 Activity2Start SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 Activity2Stop SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 RecursiveActivity1Start SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 RecursiveActivity1Stop SourceName:str EventName:str Arguments:{ Key:str Value:str }[]
        0 0 ActivityStart SourceName:str ActivityName:str Arguments:{ Key:str Value:str }[]
        0 0 ActivityStop SourceName:str ActivityName:str Arguments:{ Key:str Value:str }[]
        """;

    private const string Profiler = """
        @Microsoft-DotNETCore-SampleProfiler
        0 0 ThreadSample Type:u32
        """;

    private static readonly Lazy<Dictionary<(string Provider, int Id), List<RuntimeEvent>>> s_byId = new(() =>
        Parse(Table + '\n' + Profiler).GroupBy(e => (e.Provider, e.Event.Id)).ToDictionary(g => g.Key, g => g.Select(e => e.Event).OrderBy(e => e.Version).ToList()));

    private static readonly Lazy<Dictionary<(string Provider, string Name), RuntimeEvent>> s_byName = new(() =>
        Parse(Named).ToDictionary(e => (e.Provider, e.Event.Name), e => e.Event));

    /// <summary>The layout of an event; null when it is not known. A later version than those known has the newest's fields, and more.</summary>
    public static RuntimeEvent? Find(EventDescription description)
    {
        if (s_byName.Value.TryGetValue((description.Provider, description.Name), out var named)) return named;
        return s_byId.Value.GetValueOrDefault((description.Provider, description.EventId))?.FindLast(e => e.Version <= description.Version);
    }

    private static IEnumerable<(string Provider, RuntimeEvent Event)> Parse(string table)
    {
        var provider = "";
        foreach (var line in table.Split('\n'))
        {
            var words = line.Split(' ');
            if (words[0].StartsWith('@'))
            {
                provider = words[0][1..];
                continue;
            }

            var next = 3;
            yield return (provider, new(Number(words[0]), Number(words[1]), words[2], Fields(words, ref next)));
        }
    }

    /// <summary>Fields up to the end of the line or of the structure.</summary>
    private static List<NettraceField> Fields(string[] words, ref int next)
    {
        var fields = new List<NettraceField>();
        for (; next < words.Length && words[next][0] != '}'; next++)
        {
            var colon = words[next].IndexOf(':', StringComparison.Ordinal);
            var (name, type) = (words[next][..colon], words[next][(colon + 1)..]);
            if (type == "{")
            {
                next++;
                var element = new NettraceType(NettraceTypeCode.Object) { Fields = Fields(words, ref next) };
                fields.Add(new(name, Counted(words[next], element)));
            }
            else
            {
                fields.Add(new(name, Counted(type, new(Code(type.Split('[')[0])))));
            }
        }

        return fields;
    }

    /// <summary>The type itself, or an array of it when the text ends in <c>[FIELD]</c> or <c>[]</c>.</summary>
    private static NettraceType Counted(string text, NettraceType element)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return element;
        var field = text[(bracket + 1)..^1];
        return field.Length == 0
            ? new(NettraceTypeCode.Array) { Element = element }
            : new(NettraceTypeCode.CountedArray) { Element = element, CountField = field };
    }

    private static NettraceTypeCode Code(string type) => type switch
    {
        "u8" => NettraceTypeCode.Byte,
        "u16" => NettraceTypeCode.UInt16,
        "u32" => NettraceTypeCode.UInt32,
        "u64" => NettraceTypeCode.UInt64,
        "i8" => NettraceTypeCode.SByte,
        "i16" => NettraceTypeCode.Int16,
        "i32" => NettraceTypeCode.Int32,
        "i64" => NettraceTypeCode.Int64,
        "f32" => NettraceTypeCode.Single,
        "f64" => NettraceTypeCode.Double,
        "bool" => NettraceTypeCode.Boolean32,
        "ptr" => NettraceTypeCode.Pointer,
        "str" => NettraceTypeCode.Utf16String,
        "ansi" => NettraceTypeCode.AnsiString,
        "guid" => NettraceTypeCode.Guid,
        _ => throw new FormatException($"the table of runtime events: '{type}' is no type"),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
