namespace Braid.Cli.Tests;

/// <summary>
/// The package Braid.Tracing as <c>dotnet pack</c> makes it, in a feed of its own, and a place outside of the repository
/// where programs that know nothing else of Braid are built. What NuGet unpacks stays in there too.
/// </summary>
public sealed class PackedTracing : IDisposable
{
    private const string Version = "0.1.0-outsider";

    private readonly TemporaryDirectory _directory = new();

    public PackedTracing()
    {
        // Its own artifacts: other tests and builds use the checkout's.
        Dotnet(Repository.Root, "pack", "src/Braid.Tracing", "-c", "Release", $"-p:Version={Version}", $"-p:ArtifactsPath={_directory["artifacts"]}", "-o", _directory["feed"]);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(packages);

        // What the SDK itself fetches (compilers, runtimes) is taken from where it is; the package under test only from the feed.
        File.WriteAllText(_directory["nuget.config"], $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <fallbackPackageFolders><add key="machine" value="{packages}" /></fallbackPackageFolders>
              <packageSources><add key="outsider" value="feed" /></packageSources>
            </configuration>
            """);
    }

    /// <summary>The package file.</summary>
    public string PackagePath => _directory[$"feed/Braid.Tracing.{Version}.nupkg"];

    /// <summary>Where nothing of the repository is above.</summary>
    public string this[string name] => _directory[name];

    /// <summary>Publishes a copy of tests/Braid.Tracing.Outsider/<paramref name="project"/>, warnings being errors; returns the directory of the result.</summary>
    public string Publish(string project, string label, params string[] options)
    {
        var source = Path.Combine(Repository.Root, "tests/Braid.Tracing.Outsider", project);
        var copy = _directory[$"{project}-{label}"];
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(source)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var output = Path.Combine(copy, "out");
        Dotnet(copy, ["publish", "-c", "Release", $"-p:BraidTracingVersion={Version}", "-o", output, .. options]);
        return output;
    }

    public void Dispose() => _directory.Dispose();

    private static void Dotnet(string directory, params string[] arguments)
    {
        string[] quiet = ["-v", "q", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"];
        var result = Shell.Run("sh", ["-c", "cd \"$0\" && exec dotnet \"$@\"", directory, .. arguments, .. quiet]).Expect();
        Assert.DoesNotContain("warning", result.Output, StringComparison.OrdinalIgnoreCase);
    }
}
