namespace Braid.Cli.Tests;

/// <summary>Runs braid as a user of nothing.</summary>
internal static class Unprivileged
{
    /// <summary>Runs a copy of the executable in <paramref name="directory"/>, which becomes that user's: who is nobody may not look into the checkout's build.</summary>
    public static Finished Braid(TemporaryDirectory directory, params string[] arguments)
    {
        Shell.Braid("--version").Expect();
        var copy = directory["braid"];
        if (!File.Exists(copy)) File.Copy(Path.Combine(Repository.Root, "artifacts/braid/braid"), copy);
        Shell.Run("chown", ["-R", "65534:65534", Path.GetDirectoryName(copy)!]).Expect();
        return Shell.Run("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", copy, .. arguments], ("HOME", "/"));
    }
}
