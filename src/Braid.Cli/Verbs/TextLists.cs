using Braid.Cli.Terminal;
using Braid.Ctf.Text;

namespace Braid.Cli.Verbs;

/// <summary>The lists of babeltrace2's <c>--names</c> and <c>--fields</c>.</summary>
internal static class TextLists
{
    /// <summary>Null, no list, is the default; a list stands for what it names and nothing else.</summary>
    public static TextNames Names(string[]? lists) => Combine(lists, TextNames.Default, (all, name) => name switch
    {
        "payload" or "arg" or "args" => all | TextNames.Payload,
        "context" or "ctx" => all | TextNames.Context,
        "scope" => all | TextNames.Scope,
        "header" => all | TextNames.Header,
        "all" => TextNames.All,
        "none" => TextNames.None,
        _ => throw new UserError($"--names: '{name}' is none of payload, context, scope, header, all, none"),
    });

    /// <summary>As <see cref="Names"/>.</summary>
    public static TextFields Fields(string[]? lists) => Combine(lists, TextFields.Default, (all, name) => name switch
    {
        "trace" => all | TextFields.Trace,
        "trace:hostname" => all | TextFields.HostName,
        "trace:domain" => all | TextFields.Domain,
        "trace:procname" => all | TextFields.ProcessName,
        "trace:vpid" => all | TextFields.ProcessId,
        "loglevel" => all | TextFields.LogLevel,
        "emf" => all | TextFields.Emf,
        "all" => TextFields.All,
        _ => throw new UserError($"--fields: '{name}' is none of all, trace, trace:hostname, trace:domain, trace:procname, trace:vpid, loglevel, emf"),
    });

    private static T Combine<T>(string[]? lists, T fallback, Func<T, string, T> add) =>
        lists is null or [] ? fallback : lists.SelectMany(l => l.Split(',')).Aggregate(default(T)!, add);
}
