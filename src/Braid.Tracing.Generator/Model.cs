namespace Braid.Tracing.Generator;

/// <summary>A provider class as the emitter needs it: no symbols, compared by value.</summary>
/// <param name="HintName">Names the generated file.</param>
/// <param name="Namespace">Null for the global namespace.</param>
/// <param name="Types">The declarations around the tracepoints from the outside in, such as <c>static partial class ShopTrace</c>.</param>
/// <param name="Name">The provider's name in the trace.</param>
/// <param name="Description">What people should know of it.</param>
/// <param name="Tracepoints">The valid ones.</param>
internal sealed record ProviderModel(
    string HintName, string? Namespace, EquatableArray<string> Types, string Name, string? Description, EquatableArray<TracepointModel> Tracepoints);

/// <summary>A tracepoint method.</summary>
/// <param name="Modifiers">As declared: <c>public static partial</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Handle">The name of the field that holds its handle.</param>
/// <param name="EventName">The second part of the event's name; of a span, without its ends.</param>
/// <param name="Level">Its log level.</param>
/// <param name="Description">What people should know of it.</param>
/// <param name="ModelUri">Where a model of it is found.</param>
/// <param name="IsSpan">Returns a span, which records a second event.</param>
/// <param name="Parameters">Its fields.</param>
internal sealed record TracepointModel(
    string Modifiers, string Method, string Handle, string EventName, int Level, string? Description, string? ModelUri, bool IsSpan, EquatableArray<ParameterModel> Parameters);

/// <summary>A parameter, or a member of one, and the field it becomes.</summary>
/// <param name="Declaration">As declared: <c>int orderId</c>.</param>
/// <param name="Argument">How to name the parameter or member: <c>orderId</c>, <c>@class</c>.</param>
/// <param name="FieldName">The field's name in the trace.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Bits">Bits of the integer, number or element.</param>
/// <param name="Signed">Tells whether the integer or element is signed.</param>
/// <param name="ElementType">The element's C# type, for an array.</param>
/// <param name="Labels">The labels of an enumeration.</param>
/// <param name="Base">In which base it is shown: a value of Braid.Tracing.TraceBase.</param>
/// <param name="NetworkOrder">Its bytes are in network order.</param>
/// <param name="FilterOnly">It is not recorded.</param>
/// <param name="Members">The fields of a structure.</param>
/// <param name="IsReference">The structure may be null, and then all of it is 0 and empty.</param>
internal sealed record ParameterModel(
    string Declaration, string Argument, string FieldName, ParameterKind Kind, int Bits, bool Signed, string ElementType,
    EquatableArray<LabelModel> Labels, int Base, bool NetworkOrder, bool FilterOnly,
    EquatableArray<ParameterModel> Members, bool IsReference);

/// <summary>A label of an enumeration; unsigned 64-bit values as their two's complement.</summary>
internal sealed record LabelModel(string Label, long Value);

/// <summary>How a parameter is written.</summary>
internal enum ParameterKind
{
    Integer,
    Float,
    Enumeration,
    Text,
    Array,
    FloatArray,
    Uuid,
    Time,
    Structure,
    StructureArray,
}
