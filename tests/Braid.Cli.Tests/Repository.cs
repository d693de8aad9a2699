namespace Braid.Cli.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    /// <summary>The directory of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Braid.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("the tests must run inside the checkout");
    }
}
