using Braid.Ctf.Decoding;
using Braid.Ctf.Export;
using Braid.Ctf.Text;

namespace Braid.Bench.CtfRead;

/// <summary>What is measured.</summary>
internal static class Work
{
    /// <summary>Reads a trace set to its end; returns the exit status.</summary>
    public static int Run(string mode, TraceSet set, Stream output, Action? look)
    {
        using var errors = Console.OpenStandardError();
        using var text = new TextPrinter(new TextOptions { ClockSeconds = true, ClockGmt = true }, mode == "text" ? output : Stream.Null, errors);
        using var json = new JsonPrinter(mode == "json" ? output : Stream.Null);
        var reader = set.Read();
        ulong result = 0;
        switch (mode)
        {
            case "decode":
                for (; reader.MoveNext(); look?.Invoke()) result += reader.Current.Kind == MessageKind.Event ? 1u : 0;
                break;
            case "fields":
                for (; reader.MoveNext(); look?.Invoke()) result = Checksum.Add(result, reader.Current);
                break;
            case "text":
                for (; reader.MoveNext(); look?.Invoke()) text.Print(reader.Current);
                text.Flush();
                break;
            case "json":
                for (; reader.MoveNext(); look?.Invoke())
                {
                    if (reader.Current.Kind == MessageKind.Event) json.Print(reader.Current);
                }

                json.Flush();
                break;
            default:
                throw new ArgumentException($"'{mode}' is not decode, fields, text or json");
        }

        if (mode is "decode" or "fields" && look is null) Console.WriteLine(result);
        var faults = reader.FindFaults().ToList();
        foreach (var fault in faults) Console.Error.WriteLine($"error: {fault.Message}");
        return faults.Count == 0 ? 0 : 1;
    }
}
