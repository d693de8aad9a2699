using System.Text.Json;
using Braid.Ctf.Decoding;
using Braid.Ctf.Export;
using Braid.Ctf.Schema;
using Braid.Sessions.Dotnet;

namespace Braid.DotNet.Tests;

/// <summary>A stream as a CTF trace on disk, and what a reader of CTF finds in it.</summary>
internal sealed class ConvertedTrace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-nettrace-").FullName;

    public ConvertedTrace(byte[] stream, CtfVersion version = CtfVersion.Ctf18)
    {
        File.WriteAllBytes(Source, stream);
        Result = NettraceFile.Convert(Source, Trace, version, Warnings.Add);
        using var set = TraceSet.Open(Trace);
        var json = new MemoryStream();
        var printer = new JsonPrinter(json);
        var reader = set.Read();
        while (reader.MoveNext())
        {
            var cursor = reader.Current;
            if (cursor.Kind == MessageKind.Event) printer.Print(cursor);
            else if (cursor.Kind == MessageKind.DiscardedEvents) Discarded += (long)cursor.Loss.Count!.Value;
        }

        printer.Flush();
        Faults = [.. reader.FindFaults().Select(f => f.Message)];
        Events = [.. System.Text.Encoding.UTF8.GetString(json.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    public string Source => Path.Combine(_directory, "app.nettrace");

    public string Trace => Path.Combine(_directory, "trace");

    public NettraceConversion Result { get; }

    public List<string> Warnings { get; } = [];

    public List<string> Faults { get; }

    public List<JsonElement> Events { get; }

    public long Discarded { get; }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
