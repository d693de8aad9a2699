using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Braid.Tracing.Generator.Tests;

/// <summary>Source run through the generator, the analyzer and the compiler.</summary>
internal sealed class Compiled
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':')
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];

    public Compiled(string source)
    {
        var input = CSharpCompilation.Create("test", [CSharpSyntaxTree.ParseText("using System; using Braid.Tracing;\n" + source)], s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        Driver = CSharpGeneratorDriver.Create([new TracepointGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        Driver = Driver.RunGeneratorsAndUpdateCompilation(input, out var output, out _);
        Input = input;
        Errors = output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => d.ToString()).ToList();
        Findings = input.WithAnalyzers([new TracepointAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(d => d.Location.SourceSpan.Start).ToList();
    }

    public CSharpCompilation Input { get; }

    public GeneratorDriver Driver { get; }

    /// <summary>What the compiler says of the source together with what was generated.</summary>
    public List<string> Errors { get; }

    /// <summary>What the analyzer says.</summary>
    public List<Diagnostic> Findings { get; }

    public string Generated => string.Concat(Driver.GetRunResult().GeneratedTrees.Select(t => t.ToString()));
}
