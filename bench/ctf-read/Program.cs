using System.Globalization;
using Braid.Bench.CtfRead;
using Braid.Ctf.Decoding;

// synthesize DIR EVENTS [ctf-2] | MODE DIR | streams DIR THREADS | memory DIR MODE; a MODE is decode, fields, text or json
switch (args)
{
    case ["synthesize", var path, var count, .. var version]:
        Synthesis.Write(path, long.Parse(count, CultureInfo.InvariantCulture), version is ["ctf-2"]);
        return 0;
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
                int.Parse(threads, CultureInfo.InvariantCulture));
            Console.WriteLine(events);
            return faults.Count == 0 ? 0 : 1;
        }

    case ["memory", var path, var mode]:
        using (var set = TraceSet.Open(path))
        {
            var memory = new MemoryWatch();
            var status = Work.Run(mode, set, Stream.Null, memory.Look);
            Console.WriteLine(memory.MostKilobytes);
            return status;
        }

    case [var mode, var path]:
        using (var set = TraceSet.Open(path))
        using (var output = Console.OpenStandardOutput())
        {
            return Work.Run(mode, set, output, null);
        }

    default:
        Console.Error.WriteLine("usage: ctf-read synthesize DIR EVENTS [ctf-2] | MODE DIR | streams DIR THREADS | memory DIR MODE");
        return 2;
}
