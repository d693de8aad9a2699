using System.Text;
using Braid.Rings;

namespace Braid.Bridge;

/// <summary>Which providers are bridged: those that match a glob, or by default those that a program's author would name.</summary>
internal sealed class ProviderFilter(string[] globs)
{
    /// <summary>The EventSource to which Microsoft.Extensions.Logging writes log lines.</summary>
    public const string Logging = "Microsoft-Extensions-Logging";

    /// <summary>
    /// Never: the runtime's events come late and from a thread that is not theirs, <c>record --dotnet</c> has them; the
    /// others tell in their way of activities and measurements, which the bridge takes from where they arise.
    /// </summary>
    private static readonly string[] s_never = ["Microsoft-Windows-DotNETRuntime", "System.Diagnostics.Metrics", "Microsoft-Diagnostics-DiagnosticSource"];

    /// <summary>The EventSources of the framework, many of which tell each renting of an array; left out by default.</summary>
    private static readonly string[] s_framework = ["System.", "Microsoft.", "Microsoft-", "Private.InternalDiagnostics."];

    private readonly byte[][] _globs = Array.ConvertAll(globs, Encoding.UTF8.GetBytes);

    public bool TakesEventSource(string name)
    {
        if (s_never.Contains(name)) return false;
        if (_globs.Length > 0) return MatchesAny(name);
        return name == Logging || !Array.Exists(s_framework, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>For ActivitySources and Meters: those of the framework tell of requests, not of its own working.</summary>
    public bool Takes(string name) => _globs.Length == 0 || MatchesAny(name);

    private bool MatchesAny(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        return Array.Exists(_globs, glob => Glob.Matches(glob, text));
    }
}
