namespace Braid.Cli;

/// <summary>
/// Options whose value may be left out take it only after <c>=</c>, as in GNU programs: <c>--syscalls sleep 1</c> must not
/// swallow the command. Their bare form is written out here, before parsing. And perf's <c>-e LIST</c> of <c>stat -- COMMAND</c>,
/// which is <c>--event</c> there: for a trace, <c>-e</c> has always been <c>--end</c>.
/// </summary>
internal static class OptionalValues
{
    private static readonly Dictionary<string, string> s_defaults = new() { ["--syscalls"] = "--syscalls=*", ["--dotnet"] = "--dotnet=default", ["--sample"] = "--sample=999" };

    /// <summary>Replaces each bare option up to <c>--</c>.</summary>
    public static string[] Normalize(string[] args)
    {
        var end = Array.IndexOf(args, "--");
        if (end < 0) end = args.Length;
        var isCounting = args is ["stat", ..] && (end < args.Length || args.Intersect(["-a", "--all-cpus", "-p", "--pid"]).Any());
        return [.. args.Select((a, i) => i >= end ? a : isCounting && a == "-e" ? "--event" : s_defaults.GetValueOrDefault(a, a))];
    }
}
