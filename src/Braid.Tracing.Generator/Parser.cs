using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Braid.Tracing.Generator;

/// <summary>
/// Reads a provider class. The generator takes the model and drops what is wrong; the analyzer takes what is wrong and
/// drops the model: one reading, and nothing with a location in the generator's cache.
/// </summary>
internal sealed partial class Parser(Action<Diagnostic> report)
{
    public const string ProviderAttribute = "Braid.Tracing.TraceProviderAttribute";
    public const string TracepointAttribute = "Braid.Tracing.TracepointAttribute";
    public const string SpanAttribute = "Braid.Tracing.TraceSpanAttribute";
    public const string FieldAttribute = "Braid.Tracing.TraceFieldAttribute";

    private const string Span = "Braid.Tracing.TraceSpan";
    private const int MaxNameLength = 100;

    /// <summary>LTTng's TRACE_DEBUG_LINE.</summary>
    private const int DefaultLevel = 13;

    private static readonly SymbolDisplayFormat s_typeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The model of <paramref name="type"/>; null when it cannot be a provider.</summary>
    public ProviderModel? Parse(INamedTypeSymbol type)
    {
        var name = Argument(Attribute(type, ProviderAttribute)) ?? "";
        var types = new List<string>();
        var isValid = type.IsStatic;
        for (var t = type; t != null; t = t.ContainingType)
        {
            isValid &= t.TypeParameters.IsEmpty && IsPartial(t);
            types.Insert(0, Declaration(t));
        }

        if (!isValid) Report(Diagnostics.ProviderShape, type, type.Name);
        if (!CheckName(name, "-.", type)) isValid = false;

        var events = new HashSet<string>();
        var handles = new HashSet<string>();
        var tracepoints = new List<TracepointModel>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            var attribute = Attribute(method, TracepointAttribute);
            var span = Attribute(method, SpanAttribute);
            if ((attribute ?? span) is not { } marked) continue;
            if (attribute != null && span != null) Report(Diagnostics.TwoKinds, method, method.Name);
            else if (ParseMethod(method, marked, span != null, events, handles) is { } tracepoint) tracepoints.Add(tracepoint);
        }

        if (!isValid) return null;
        var ns = type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();
        var hint = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat) + ".g.cs";
        return new(hint, ns, new([.. types]), name, NamedText(Attribute(type, ProviderAttribute), "Description"), new([.. tracepoints]));
    }

    private TracepointModel? ParseMethod(IMethodSymbol method, AttributeData marked, bool isSpan, HashSet<string> events, HashSet<string> handles)
    {
        var returnsRight = isSpan ? method.ReturnType.ToDisplayString() == Span && !method.ReturnsByRef && !method.ReturnsByRefReadonly : method.ReturnsVoid;
        if (!method.IsStatic || !returnsRight || !method.IsPartialDefinition)
        {
            Report(isSpan ? Diagnostics.SpanShape : Diagnostics.TracepointShape, method, method.Name);
            return null;
        }

        if (!method.TypeParameters.IsEmpty)
        {
            Report(Diagnostics.GenericTracepoint, method, method.Name);
            return null;
        }

        var eventName = Argument(marked) ?? SnakeCase(method.Name);
        var isValid = CheckName(eventName, "-.:", method);
        foreach (var name in isSpan ? [eventName + "_begin", eventName + "_end"] : (string[])[eventName])
        {
            if (events.Add(name)) continue;
            Report(Diagnostics.DuplicateEvent, method, name);
            isValid = false;
        }

        var fields = new HashSet<string>();
        if (isSpan) fields.Add("span_id");
        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            if (ParseParameter(parameter, fields) is { } model) parameters.Add(model);
            else isValid = false;
        }

        if (!isValid) return null;
        var handle = "__" + char.ToLowerInvariant(method.Name[0]) + method.Name.Substring(1);
        while (!handles.Add(handle) || (isSpan && !handles.Add(handle + "End"))) handle += "_";
        return new(Modifiers(method), method.Name, handle, eventName, Named(marked, "Level") ?? DefaultLevel, NamedText(marked, "Description"), NamedText(marked, "ModelUri"), isSpan, new([.. parameters]));
    }

    private ParameterModel? ParseParameter(IParameterSymbol parameter, HashSet<string> fields)
    {
        if (parameter.RefKind != RefKind.None)
        {
            Report(Diagnostics.ByReference, parameter, parameter.Name);
            return null;
        }

        var attribute = Attribute(parameter, FieldAttribute);
        if (ParseField(parameter, parameter.Name, attribute, Argument(attribute) ?? parameter.Name, parameter.Type, fields, depth: 0) is not { } field) return null;
        var argument = SyntaxFacts.GetKeywordKind(parameter.Name) == SyntaxKind.None ? parameter.Name : "@" + parameter.Name;
        var scoped = parameter.ScopedKind == ScopedKind.None || parameter.IsParams ? "" : "scoped ";
        var declaration = $"{(parameter.IsParams ? "params " : "")}{scoped}{parameter.Type.ToDisplayString(s_typeFormat)} {argument}";
        return field with { Declaration = declaration, Argument = argument, FilterOnly = Named(attribute, "FilterOnly") == 1 };
    }

    /// <summary>The field of a parameter or of a member; null, and reported at <paramref name="place"/>, when there can be none.</summary>
    private ParameterModel? ParseField(ISymbol place, string path, AttributeData? attribute, string name, ITypeSymbol type, HashSet<string> fields, int depth)
    {
        if (!CheckName(name, "", place)) return null;
        var classified = Classify(type);
        if (classified == null && MembersOf(ElementOf(type) ?? type).Count > 0)
        {
            classified = ParseStructure(place, path, type, depth);
            if (classified == null) return null;
        }

        if (classified is not { } field)
        {
            Report(Diagnostics.UnsupportedType, place, path, type.ToDisplayString());
            return null;
        }

        var (shownIn, networkOrder) = (Named(attribute, "Base") ?? 0, Named(attribute, "NetworkOrder") == 1);
        if ((shownIn != 0 || networkOrder) && field.Kind is not (ParameterKind.Integer or ParameterKind.Array))
        {
            Report(Diagnostics.NotAnInteger, place, path);
            return null;
        }

        var hasLength = field.Kind is ParameterKind.Array or ParameterKind.FloatArray or ParameterKind.StructureArray;
        if (!fields.Add(name) | (hasLength && !fields.Add($"_{name}_length")))
        {
            Report(Diagnostics.DuplicateField, place, name);
            return null;
        }

        return new("", "", name, field.Kind, field.Bits, field.Signed, field.Element, new([.. field.Labels]), shownIn, networkOrder, false, new(field.Members), field.IsReference);
    }

    private static Field? Classify(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum && ((INamedTypeSymbol)type).EnumUnderlyingType is { } underlying)
        {
            return IntegerOf(underlying) is { } integer ? new(ParameterKind.Enumeration, integer.Bits, integer.Signed) { Labels = Labels(type) } : null;
        }

        return type.SpecialType switch
        {
            SpecialType.System_Boolean => new(ParameterKind.Integer, 8, false),
            SpecialType.System_Char => new(ParameterKind.Integer, 16, false),
            SpecialType.System_Single => new(ParameterKind.Float, 32, true),
            SpecialType.System_Double => new(ParameterKind.Float, 64, true),
            SpecialType.System_String => new(ParameterKind.Text, 8, false),
            SpecialType.System_DateTime => new(ParameterKind.Time, 64, true),
            _ when IntegerOf(type) is { } integer => new(ParameterKind.Integer, integer.Bits, integer.Signed),
            _ when type is { Name: "Guid", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => new(ParameterKind.Uuid, 8, false),
            _ when ElementOf(type) is { } element => ClassifyElements(element),
            _ => null,
        };
    }

    private static Field? ClassifyElements(ITypeSymbol element)
    {
        if (element.SpecialType == SpecialType.System_Char) return new(ParameterKind.Text, 8, false) { Element = "char" };
        var name = element.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        return element.SpecialType switch
        {
            SpecialType.System_Boolean => new(ParameterKind.Array, 8, false) { Element = name },
            SpecialType.System_Single => new(ParameterKind.FloatArray, 32, true) { Element = name },
            SpecialType.System_Double => new(ParameterKind.FloatArray, 64, true) { Element = name },
            _ => IntegerOf(element) is { } integer ? new(ParameterKind.Array, integer.Bits, integer.Signed) { Element = name } : null,
        };
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", TypeArguments.Length: 1, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } span => span.TypeArguments[0],
        _ => null,
    };

    private static (int Bits, bool Signed)? IntegerOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_SByte => (8, true),
        SpecialType.System_Byte => (8, false),
        SpecialType.System_Int16 => (16, true),
        SpecialType.System_UInt16 => (16, false),
        SpecialType.System_Int32 => (32, true),
        SpecialType.System_UInt32 => (32, false),
        SpecialType.System_Int64 or SpecialType.System_IntPtr => (64, true),
        SpecialType.System_UInt64 or SpecialType.System_UIntPtr => (64, false),
        _ => null,
    };

    private static LabelModel[] Labels(ITypeSymbol type) =>
        [.. type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue).Select(f => new LabelModel(f.Name, ToInt64(f.ConstantValue!)))];

    private static long ToInt64(object value) => value is ulong u ? unchecked((long)u) : Convert.ToInt64(value);

    /// <summary>OrderPlaced: order_placed; HTTPRequest: http_request.</summary>
    internal static string SnakeCase(string name)
    {
        var snake = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }

    private bool CheckName(string name, string extra, ISymbol symbol)
    {
        var isValid = name.Length is > 0 and <= MaxNameLength
            && name.All(c => c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_' || extra.Contains(c))
            && (extra.Length > 0 || name[0] is not (>= '0' and <= '9'));
        if (!isValid) Report(Diagnostics.InvalidName, symbol, name, extra.Length == 0 ? ", not starting with a digit" : $" or one of '{extra}'");
        return isValid;
    }

    private static bool IsPartial(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(
        r => r.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string Declaration(INamedTypeSymbol type)
    {
        var keyword = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return $"{(type.IsStatic ? "static " : "")}partial {keyword} {type.Name}";
    }

    private static string Modifiers(IMethodSymbol method)
    {
        var syntax = (MethodDeclarationSyntax)method.DeclaringSyntaxReferences[0].GetSyntax();
        return string.Join(" ", syntax.Modifiers.Select(m => m.Text));
    }

    private static AttributeData? Attribute(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == name);

    private static string? Argument(AttributeData? attribute) =>
        attribute is { ConstructorArguments: { Length: > 0 } arguments } ? arguments[0].Value as string ?? "" : null;

    /// <summary>A named argument that is a number, an enumeration or a truth value.</summary>
    private static int? Named(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value is { } value ? Convert.ToInt32(value) : null;

    private static string? NamedText(AttributeData? attribute, string name) =>
        attribute?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as string;

    private void Report(DiagnosticDescriptor descriptor, ISymbol symbol, params object[] arguments) =>
        report(Diagnostic.Create(descriptor, symbol.Locations.FirstOrDefault(), arguments));

    private sealed record Field(ParameterKind Kind, int Bits, bool Signed)
    {
        public string Element { get; init; } = "";

        public LabelModel[] Labels { get; init; } = [];

        public ParameterModel[] Members { get; init; } = [];

        public bool IsReference { get; init; }
    }
}
