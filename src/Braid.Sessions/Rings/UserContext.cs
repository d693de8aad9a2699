using Braid.Ctf.Schema;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>A context that goes with each event of a program: its name as LTTng's <c>add-context</c> takes it, and its field as LTTng-UST writes it.</summary>
public sealed class UserContext
{
    private const string Perf = "perf:thread:", Application = "$app.";

    /// <summary>As programs store procname: 16 bytes and a NUL.</summary>
    private const int ThreadNameSize = 17;

    private static readonly string[] s_namespaces = ["cgroup_ns", "ipc_ns", "mnt_ns", "net_ns", "pid_ns", "time_ns", "user_ns", "uts_ns"];
    private static readonly string[] s_credentials = ["vuid", "veuid", "vsuid", "vgid", "vegid", "vsgid"];

    private UserContext(string name, FieldClass field)
    {
        Name = name;
        Member = new(FieldName(name), field);
    }

    /// <summary>Every name that <see cref="TryParse"/> takes, as a pattern where there are many of a kind.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        "vpid", "vtid", "procname", "pthread_id", .. s_namespaces, .. s_credentials, "managed_thread_id", "trace_id", "span_id", "managed_stack",
        .. PerfCounter.Named.Select(static counter => Perf + counter.Name), Perf + "raw:rN:NAME", Application + "PROVIDER:TYPE",
    ];

    /// <summary>For example <c>perf:thread:page-fault</c>.</summary>
    public string Name { get; }

    /// <summary>For example <c>perf_thread_page_fault</c>.</summary>
    public StructureMember Member { get; }

    /// <summary>The context called <paramref name="name"/>; null when there is none. Some are constant for the recording, so that they are read once: the process's ids and namespaces.</summary>
    public static UserContext? TryParse(string name)
    {
        FieldClass? field = name switch
        {
            "vpid" or "vtid" or "managed_thread_id" => new IntegerFieldClass(32, signed: true),
            "procname" => new StaticLengthStringFieldClass(ThreadNameSize),
            "pthread_id" => new IntegerFieldClass(64),
            "trace_id" or "span_id" or "managed_stack" => new StringFieldClass(),
            _ when s_namespaces.Contains(name) => new IntegerFieldClass(64),
            _ when s_credentials.Contains(name) => new IntegerFieldClass(32),
            _ when name.StartsWith(Perf, StringComparison.Ordinal) && PerfCounter.Find(name[Perf.Length..]) is not null => new IntegerFieldClass(64),
            _ when name.StartsWith(Application, StringComparison.Ordinal) && name[Application.Length..].Split(':') is [var provider, var type]
                && IsWord(provider) && IsWord(type) => new StringFieldClass(),
            _ => null,
        };
        return field is null ? null : new(name, field);
    }

    /// <summary>What is no letter or digit becomes an underscore, as LTTng has it; <c>$app.a:b</c> is <c>_app_a_b</c>.</summary>
    private static string FieldName(string name) => string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static bool IsWord(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
