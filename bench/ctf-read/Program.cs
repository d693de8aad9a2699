using Braid.Bench.CtfRead;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

// synthesize DIR EVENTS [ctf-2] | decode DIR | fields DIR | text DIR | streams DIR THREADS | memory DIR
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

    case ["fields", var path]:
        using (var set = TraceSet.Open(path))
        {
            var reader = set.Read();
            ulong sum = 0;
            while (reader.MoveNext()) sum = Checksum.Add(sum, reader.Current);
            Console.WriteLine(sum);
            return Report(reader);
        }

    case ["streams", var path, var threads]:
        using (var set = TraceSet.Open(path))
        {
            long events = 0;
            var faults = set.ReadStreams(
                cursor =>
                {
                    long count = 0;
                    while (cursor.MoveNext()) count++;
                    Interlocked.Add(ref events, count);
                },
                int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture));
            Console.WriteLine(events);
            return faults.Count == 0 ? 0 : 1;
        }

    case ["memory", var path]:
        using (var set = TraceSet.Open(path))
        {
            var reader = set.Read();
            long events = 0;
            var most = 0;
            while (reader.MoveNext())
            {
                if ((events++ & 0xfffff) == 0) most = Math.Max(most, AnonymousKilobytes());
            }

            Console.WriteLine(Math.Max(most, AnonymousKilobytes()));
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
        Console.Error.WriteLine("usage: ctf-read synthesize DIR EVENTS [ctf-2] | decode DIR | fields DIR | text DIR | streams DIR THREADS | memory DIR");
        return 2;
}

static int AnonymousKilobytes() =>
    int.Parse(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);

static int Report(MergedReader reader)
{
    var faults = reader.FindFaults().ToList();
    foreach (var fault in faults) Console.Error.WriteLine("error: " + fault.Message);
    return faults.Count == 0 ? 0 : 1;
}
