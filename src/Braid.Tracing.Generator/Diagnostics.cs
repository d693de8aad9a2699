using Microsoft.CodeAnalysis;

namespace Braid.Tracing.Generator;

/// <summary>What the analyzer can say, each with what to do about it.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor ProviderShape = Error("BRAID001", "The provider class must be static, partial and not generic",
        "Make '{0}' and the types around it 'partial', and '{0}' a 'static' class without type parameters, to generate its tracepoints");

    public static readonly DiagnosticDescriptor TracepointShape = Error("BRAID002", "A tracepoint must be a static partial void method without a body",
        "Declare '{0}' as 'static partial void {0}(…);' without a body: a tracepoint returns nothing and its body is generated");

    public static readonly DiagnosticDescriptor GenericTracepoint = Error("BRAID003", "A tracepoint must not be generic",
        "'{0}' has type parameters, but an event has the same fields each time; write one tracepoint per type");

    public static readonly DiagnosticDescriptor ByReference = Error("BRAID004", "A parameter must be passed by value",
        "Parameter '{0}' is passed by reference; remove 'ref', 'in' or 'out'");

    public static readonly DiagnosticDescriptor UnsupportedType = Error("BRAID005", "The type of a parameter cannot be recorded",
        "'{0}' has type '{1}', which cannot be recorded; pass integers, bool, char, float, double, an enum, string, Guid, DateTime, an array or span of numbers or characters, or a struct, record or tuple of these");

    public static readonly DiagnosticDescriptor DuplicateEvent = Error("BRAID006", "Two events of a provider have one name",
        "The provider already has an event '{0}'; name this one with [Tracepoint(\"…\")]");

    public static readonly DiagnosticDescriptor DuplicateField = Error("BRAID007", "Two fields of an event have one name",
        "The event already has a field '{0}' (an array 'x' also has '_x_length'); name this one with [TraceField(\"…\")]");

    public static readonly DiagnosticDescriptor InvalidName = Error("BRAID008", "A name has characters that a trace cannot hold",
        "'{0}' cannot be a name in a trace; use 1 to 100 ASCII letters, digits and '_'{1}");

    public static readonly DiagnosticDescriptor NoProvider = Error("BRAID009", "A tracepoint is outside of a provider class",
        "Mark the class of '{0}' with [TraceProvider(\"…\")]: its name is the first part of the event's name");

    public static readonly DiagnosticDescriptor SpanShape = Error("BRAID010", "A span must be a static partial method that returns TraceSpan, without a body",
        "Declare '{0}' as 'static partial TraceSpan {0}(…);' without a body: the body is generated");

    public static readonly DiagnosticDescriptor TwoKinds = Error("BRAID011", "A method is a tracepoint or a span, not both",
        "'{0}' has both [Tracepoint] and [TraceSpan]; remove one of them");

    public static readonly DiagnosticDescriptor NotAnInteger = Error("BRAID012", "Only integers have a base and a byte order",
        "'{0}' is neither an integer nor an array of integers; remove 'Base' and 'NetworkOrder' from its [TraceField]");

    public static readonly DiagnosticDescriptor VaryingElement = Error("BRAID013", "The elements of an array must be of fixed size",
        "'{0}' has type '{1}', but in an array of structures only numbers, bool, char, enums, Guid and structs of these are recorded; pass such a struct");

    public static readonly DiagnosticDescriptor NestedTooDeep = Error("BRAID014", "A structure is nested too deep",
        "'{0}' is more than 8 structures deep, or its type contains itself; pass what is wanted of it");

    public static readonly DiagnosticDescriptor FilterOnlyMember = Error("BRAID015", "Only a whole parameter can be for filters only",
        "'{0}' is a member; remove 'FilterOnly' from its [TraceField], and pass it as a parameter of its own");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Braid.Tracing", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
