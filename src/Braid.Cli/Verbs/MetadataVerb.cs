using System.CommandLine;
using Braid.Cli.Filtering;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;

namespace Braid.Cli.Verbs;

/// <summary><c>braid metadata</c>: the schema of a trace for people.</summary>
internal static class MetadataVerb
{
    private static readonly Option<string[]> s_events = new("--event") { Description = "Only events whose name matches this glob. May be repeated.", HelpName = "GLOB" };

    private static readonly Argument<string[]> s_traces = new("DIR")
    {
        Description = "Directories with CTF traces in or below them, metadata files, or '-' for metadata on standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var verb = new Command("metadata", "Show what a trace says about itself: environment, clocks, streams, events and the types of their fields.") { s_events, s_traces };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult arguments)
    {
        var filter = new EventFilter { Names = arguments.GetValue(s_events) ?? [] };
        try
        {
            using var output = new StreamWriter(OutputStream.StandardOutput, bufferSize: 1 << 16);
            foreach (var path in arguments.GetValue(s_traces)!)
            {
                foreach (var (name, schema) in Read(path)) new SchemaText(output, filter).Print(name, schema);
            }

            return 0;
        }
        catch (IOException e) when (Errors.IsBrokenPipe(e))
        {
            return 0;
        }
    }

    private static List<(string Name, TraceClass Schema)> Read(string path)
    {
        if (path == "-")
        {
            using var input = Console.OpenStandardInput();
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            return [("standard input", MetadataReader.Read("standard input", bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))];
        }

        if (File.Exists(path)) return [(path, MetadataReader.Read(path))];
        using var traces = TraceSet.Open(path);
        return [.. traces.Traces.Select(static trace => (trace.Path, trace.Class))];
    }
}
