namespace Braid.Cli.Tests;

/// <summary>The program with tracepoints that tests record.</summary>
internal static class TestApp
{
    public static string Path { get; } =
        System.IO.Path.Combine(Repository.Root, "artifacts/bin/Braid.Tracing.TestApp/debug/Braid.Tracing.TestApp");
}
