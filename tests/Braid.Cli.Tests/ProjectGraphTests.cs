using System.Xml.Linq;

namespace Braid.Cli.Tests;

/// <summary>Arrows between the projects point down only: docs/architecture.md.</summary>
public sealed class ProjectGraphTests
{
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Braid.Bridge"] = [],
        ["Braid.Ctf"] = [],
        ["Braid.DotNet"] = ["Braid.Ctf"],
        ["Braid.Linux"] = [],
        ["Braid.Script"] = [],
        ["Braid.Tracing.Generator"] = [],
        ["Braid.Tracing"] = ["Braid.Tracing.Generator"],
        ["Braid.Sessions"] = ["Braid.Bridge", "Braid.Ctf", "Braid.DotNet", "Braid.Linux", "Braid.Script"],
        ["Braid.Cli"] = ["Braid.Ctf", "Braid.DotNet", "Braid.Linux", "Braid.Script", "Braid.Sessions"],
    };

    [Fact]
    public void EveryProjectIsInTheGraphAndRefersOnlyDownwards()
    {
        var source = Path.Combine(Repository.Root, "src");
        var projects = Directory.GetFiles(source, "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(s_allowed.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order());
        foreach (var project in projects)
        {
            var references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension((string)r.Attribute("Include")!.Value.Replace('\\', '/')));
            var name = Path.GetFileNameWithoutExtension(project);
            Assert.All(references, r => Assert.Contains(r, s_allowed[name]));
        }
    }

    [Fact]
    public void LibrariesUseNoPackagesButOne()
    {
        string[] libraries = ["Braid.Bridge", "Braid.Ctf", "Braid.DotNet", "Braid.Linux", "Braid.Script", "Braid.Tracing", "Braid.Sessions"];
        foreach (var name in libraries)
        {
            var project = XDocument.Load(Path.Combine(Repository.Root, "src", name, name + ".csproj"));
            var packages = project.Descendants("PackageReference").Select(static r => (string)r.Attribute("Include")!);
            Assert.Equal(name == "Braid.Linux" ? ["Iced"] : [], packages); // the lengths of x86's instructions: decision 60
        }
    }
}
