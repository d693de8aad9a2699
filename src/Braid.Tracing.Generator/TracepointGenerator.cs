using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Braid.Tracing.Generator;

/// <summary>Generates the bodies of tracepoints. What is wrong with them is <see cref="TracepointAnalyzer"/>'s to say.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class TracepointGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var providers = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Parser.ProviderAttribute,
                static (node, _) => node is ClassDeclarationSyntax,
                static (attributed, _) => new Parser(static _ => { }).Parse((INamedTypeSymbol)attributed.TargetSymbol))
            .Where(static provider => provider is { Tracepoints.Count: > 0 })
            .WithTrackingName("Providers");
        context.RegisterSourceOutput(providers, static (output, provider) => output.AddSource(provider!.HintName, Emitter.Emit(provider)));
    }
}
