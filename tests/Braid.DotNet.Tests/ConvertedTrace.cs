using System.Text;
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
        try
        {
            Result = NettraceFile.Convert(Source, Trace, version, Warnings.Add);
        }
        catch
        {
            Dispose();
            throw;
        }

        (Events, Discarded, Faults) = Read(Trace);
    }

    public string Source => Path.Combine(_directory, "app.nettrace");

    public string Trace => Path.Combine(_directory, "trace");

    public NettraceConversion Result { get; }

    public List<string> Warnings { get; } = [];

    public List<string> Faults { get; }

    public List<JsonElement> Events { get; }

    public long Discarded { get; }

    /// <summary>The events below <paramref name="directory"/> in order of time, how many are lost, and the damage.</summary>
    public static (List<JsonElement> Events, long Lost, List<string> Faults) Read(string directory)
    {
        using var set = TraceSet.Open(directory);
        var (json, lost) = (new MemoryStream(), 0L);
        var printer = new JsonPrinter(json);
        var reader = set.Read();
        while (reader.MoveNext())
        {
            var cursor = reader.Current;
            if (cursor.Kind == MessageKind.Event) printer.Print(cursor);
            else if (cursor.Kind == MessageKind.DiscardedEvents) lost += (long)cursor.Loss.Count!.Value;
        }

        printer.Flush();
        var lines = Encoding.UTF8.GetString(json.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select(l => JsonDocument.Parse(l).RootElement)], lost, [.. reader.FindFaults().Select(f => f.Message)]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
