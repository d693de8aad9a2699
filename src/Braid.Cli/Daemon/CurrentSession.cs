using Braid.Cli.Terminal;

namespace Braid.Cli.Daemon;

/// <summary>The session that verbs mean which name none: <c>.lttngrc</c> in the user's home, a line <c>session=NAME</c>, as LTTng has it.</summary>
internal static class CurrentSession
{
    private const string Key = "session=";

    private static string File => Path.Combine(UserHome.Path, ".lttngrc");

    /// <summary>Its name.</summary>
    /// <exception cref="UserError">There is none.</exception>
    public static string Name => TryRead() ?? throw new NoCurrentSession(File);

    /// <summary>Makes <paramref name="name"/> the current one.</summary>
    public static void Set(string name) => System.IO.File.WriteAllText(File, Key + name + "\n");

    /// <summary>Forgets <paramref name="name"/> if it is the current one.</summary>
    public static void Forget(string name)
    {
        if (TryRead() == name) System.IO.File.Delete(File);
    }

    private static string? TryRead()
    {
        try
        {
            return System.IO.File.ReadLines(File).FirstOrDefault(static line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..];
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
