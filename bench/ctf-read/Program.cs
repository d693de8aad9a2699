using Braid.Bench.CtfRead;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

// synthesize DIR EVENTS [ctf-2] | decode DIR | text DIR
switch (args)
{
    case ["synthesize", var path, var count, .. var version]:
        Synthesis.Write(path, long.Parse(count, System.Globalization.CultureInfo.InvariantCulture), version is ["ctf-2"]);
        return 0;
    case ["decode", var path]:
        using (var set = TraceSet.Open(path))
        {
            var reader = set.Read();
            long events = 0;
            while (reader.MoveNext()) events++;
            Console.WriteLine(events);
            return Report(reader);
        }

    case ["text", var path]:
        using (var set = TraceSet.Open(path))
        using (var output = Console.OpenStandardOutput())
        using (var errors = Console.OpenStandardError())
        using (var printer = new TextPrinter(new TextOptions { ClockSeconds = true, ClockGmt = true }, output, errors))
        {
            var reader = set.Read();
            printer.Print(reader);
            return Report(reader);
        }

    default:
        Console.Error.WriteLine("usage: ctf-read synthesize DIR EVENTS [ctf-2] | decode DIR | text DIR");
        return 2;
}

static int Report(MergedReader reader)
{
    var faults = reader.FindFaults().ToList();
    foreach (var fault in faults) Console.Error.WriteLine("error: " + fault.Message);
    return faults.Count == 0 ? 0 : 1;
}
