namespace Braid.Cli.Tests;

/// <summary>What <c>./braid demo</c> says and records, once for all tests that look at it.</summary>
public sealed class DemoTrace : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DemoTrace()
    {
        Result = Shell.Braid("demo", "-o", _directory["trace"]);
    }

    internal Finished Result { get; }

    /// <summary>The trace that the demo left.</summary>
    public string Trace => _directory["trace"];

    public void Dispose() => _directory.Dispose();
}
