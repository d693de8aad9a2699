using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Braid.Tracing.Generator;

/// <summary>Reports provider classes and tracepoints that cannot be generated.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TracepointAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Diagnostics.ProviderShape, Diagnostics.TracepointShape, Diagnostics.GenericTracepoint, Diagnostics.ByReference,
        Diagnostics.UnsupportedType, Diagnostics.DuplicateEvent, Diagnostics.DuplicateField, Diagnostics.InvalidName,
        Diagnostics.NoProvider, Diagnostics.SpanShape, Diagnostics.TwoKinds, Diagnostics.NotAnInteger,
        Diagnostics.VaryingElement, Diagnostics.NestedTooDeep, Diagnostics.FilterOnlyMember,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSymbolAction(AnalyzeMethod, SymbolKind.Method);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (Has(context.Symbol, Parser.ProviderAttribute)) new Parser(context.ReportDiagnostic).Parse((INamedTypeSymbol)context.Symbol);
    }

    private static void AnalyzeMethod(SymbolAnalysisContext context)
    {
        var method = context.Symbol;
        if (!(Has(method, Parser.TracepointAttribute) || Has(method, Parser.SpanAttribute)) || Has(method.ContainingType, Parser.ProviderAttribute)) return;
        context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoProvider, method.Locations.FirstOrDefault(), method.Name));
    }

    private static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == attribute);
}
