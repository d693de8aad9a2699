namespace Braid.Cli;

/// <summary>
/// Options whose value may be left out take it only after <c>=</c>, as in GNU programs: <c>--syscalls sleep 1</c> must not
/// swallow the command. Their bare form is written out here, before parsing.
/// </summary>
internal static class OptionalValues
{
    private static readonly Dictionary<string, string> s_defaults = new() { ["--syscalls"] = "--syscalls=*", ["--dotnet"] = "--dotnet=default" };

    /// <summary>Replaces each bare option up to <c>--</c>.</summary>
    public static string[] Normalize(string[] args)
    {
        var end = Array.IndexOf(args, "--");
        if (end < 0) end = args.Length;
        return [.. args.Select((a, i) => i < end ? s_defaults.GetValueOrDefault(a, a) : a)];
    }
}
