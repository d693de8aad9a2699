using System.CommandLine;
using System.Text.Json;
using Braid.Linux.Probes;

namespace Braid.Cli.Verbs;

/// <summary><c>braid doctor</c>: each kernel interface that Braid can use, found by trying it, and how to get what is missing.</summary>
internal static class DoctorVerb
{
    private static readonly Option<bool> s_json = new("--json") { Description = "One JSON object per interface, in an array." };

    public static Command Create()
    {
        var verb = new Command("doctor", "Try every kernel interface that Braid can use, and say how to get what is missing.") { s_json };
        verb.SetAction(arguments => Run(arguments.GetValue(s_json)));
        return verb;
    }

    private static int Run(bool json)
    {
        var results = KernelProbes.RunAll();
        if (json) WriteJson(results);
        else WriteTable(results);
        return 0;
    }

    private static void WriteTable(IReadOnlyList<ProbeResult> results)
    {
        var width = results.Max(r => r.Name.Length);
        foreach (var result in results)
        {
            Console.WriteLine($"{Mark(result.Status),-8} {result.Name.PadRight(width)}  {result.Detail}");
            if (result.Status == ProbeStatus.Ok) continue;
            Console.WriteLine($"{"",-8} {"".PadRight(width)}  needed for: {result.UsedFor}");
            if (result.Fix.Length > 0) Console.WriteLine($"{"",-8} {"".PadRight(width)}  to get it: {result.Fix}");
        }

        var usable = results.Count(r => r.Status == ProbeStatus.Ok);
        Console.WriteLine($"{usable} of {results.Count} interfaces work here.");
        Console.WriteLine(SystemCalls(results));
    }

    /// <summary>What <c>record --kernel-source auto</c> will do, and why.</summary>
    private static string SystemCalls(IReadOnlyList<ProbeResult> results)
    {
        var missing = results.FirstOrDefault(static r => r.Status != ProbeStatus.Ok && r.Name is ("eBPF typed tracepoint" or "eBPF ring buffer" or "BTF"));
        return missing is null
            ? "System calls will come from eBPF, with their texts and structures (record --kernel-source auto)."
            : $"System calls will come from tracefs, with addresses instead of texts: {missing.Name}: {missing.Detail}.";
    }

    private static string Mark(ProbeStatus status) => status switch
    {
        ProbeStatus.Ok => "ok",
        ProbeStatus.Missing => "missing",
        ProbeStatus.Denied => "denied",
        _ => "error",
    };

    private static void WriteJson(IReadOnlyList<ProbeResult> results)
    {
        using (var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach (var result in results)
            {
                writer.WriteStartObject();
                writer.WriteString("name", result.Name);
                writer.WriteString("interface", result.Interface);
                writer.WriteString("status", Mark(result.Status));
                writer.WriteString("detail", result.Detail);
                writer.WriteString("used_for", result.UsedFor);
                writer.WriteString("fix", result.Fix);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Console.WriteLine();
    }
}
