using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Braid.Tracing.Generator;

/// <summary>
/// Structures: the fields and automatic properties of structs, records and tuples. A property with code of its own is none
/// of them: it could throw, and <c>TimeSpan.Days</c> is not what a time span is made of.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>A type that contains itself would never end.</summary>
    private const int DeepestNesting = 8;

    /// <summary>The members of a type that can be a structure, base types first; empty for any other.</summary>
    private static List<(ISymbol Symbol, ITypeSymbol Type)> MembersOf(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol named || !(type.TypeKind == TypeKind.Struct || type.IsRecord)) return [];
        if (named.IsTupleType) return [.. named.TupleElements.Select(static element => ((ISymbol)element, element.Type))];
        var members = new List<(ISymbol, ITypeSymbol)>();
        for (var part = named; part is { SpecialType: SpecialType.None }; part = part.BaseType)
        {
            var own = part.GetMembers();
            var automatic = new HashSet<ISymbol?>(own.OfType<IFieldSymbol>().Select(static field => field.AssociatedSymbol), SymbolEqualityComparer.Default);
            members.InsertRange(0, own.Where(static member => member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }).SelectMany(member => member switch
            {
                IFieldSymbol { RefKind: RefKind.None } field => [(member, field.Type)],
                IPropertySymbol { IsIndexer: false, IsOverride: false, GetMethod: { DeclaredAccessibility: Accessibility.Public } getter } property
                    when automatic.Contains(member) || IsCompiled(getter) => [(member, property.Type)],
                _ => Enumerable.Empty<(ISymbol, ITypeSymbol)>(),
            }));
        }

        return members;
    }

    /// <summary>The getter of an automatic property of another assembly, whose private field is not seen here.</summary>
    private static bool IsCompiled(IMethodSymbol getter) =>
        getter.GetAttributes().Any(static a => a.AttributeClass?.ToDisplayString() == "System.Runtime.CompilerServices.CompilerGeneratedAttribute");

    /// <summary>The field of a structure, or of an array of them; null, and reported at <paramref name="place"/>, when a member cannot be recorded.</summary>
    private Field? ParseStructure(ISymbol place, string path, ITypeSymbol type, int depth)
    {
        var element = ElementOf(type);
        var structure = element ?? type;
        var members = new List<ParameterModel>();
        var names = new HashSet<string>();
        foreach (var (symbol, memberType) in MembersOf(structure))
        {
            var memberPath = $"{path}.{symbol.Name}";
            if (ParseMember(place, memberPath, symbol, memberType, names, depth + 1) is not { } member) return null;
            if (element != null && FixedSize(member) == 0)
            {
                Report(Diagnostics.VaryingElement, place, memberPath, memberType.ToDisplayString());
                return null;
            }

            members.Add(member);
        }

        if (members.Count == 0 || (element != null && !element.IsValueType))
        {
            Report(Diagnostics.UnsupportedType, place, path, type.ToDisplayString());
            return null;
        }

        return new(element == null ? ParameterKind.Structure : ParameterKind.StructureArray, 8, false)
        {
            Element = structure.ToDisplayString(s_typeFormat),
            Members = [.. members],
            IsReference = element == null && type.IsReferenceType,
        };
    }

    private ParameterModel? ParseMember(ISymbol place, string path, ISymbol symbol, ITypeSymbol type, HashSet<string> names, int depth)
    {
        if (depth > DeepestNesting)
        {
            Report(Diagnostics.NestedTooDeep, place, path);
            return null;
        }

        var attribute = Attribute(symbol, FieldAttribute);
        if (Named(attribute, "FilterOnly") == 1)
        {
            Report(Diagnostics.FilterOnlyMember, place, path);
            return null;
        }

        return ParseField(place, path, attribute, Argument(attribute) ?? symbol.Name, type, names, depth) is not { } field ? null
            : field with { Argument = SyntaxFacts.GetKeywordKind(symbol.Name) == SyntaxKind.None ? symbol.Name : "@" + symbol.Name };
    }

    /// <summary>The bytes of each value; 0 when that varies, or the value cannot be had inside a claim without calling other code.</summary>
    private static int FixedSize(ParameterModel field) => field.Kind switch
    {
        ParameterKind.Integer or ParameterKind.Float or ParameterKind.Enumeration => field.Bits / 8,
        ParameterKind.Uuid => 16,
        ParameterKind.Structure when !field.IsReference && field.Members.All(static member => FixedSize(member) > 0) => field.Members.Sum(FixedSize),
        _ => 0,
    };
}
