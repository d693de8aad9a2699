using System.Globalization;
using Braid.DotNet.TestApp;

// Says "ready", then does what each line of its input asks for and answers "done"; or does what its arguments ask for, and ends.
//   types          one event with each type of field
//   runtime        collections, exceptions, contention, new threads
//   count T N      T threads write N events each
//   report N       N activities with tags, in each an event, two measurements, and an activity within
//   spin MS        computes in one method for so many milliseconds
//   native MS P    calls the function "burn" of the library P for so many milliseconds
//   listened WHAT  waits until somebody listens to its events or its meter
_ = (AppSource.Log, RichSource.Log);
if (args.Length == 0) Console.WriteLine("ready");
else Console.SetIn(new StringReader(string.Join(' ', args)));
while (Console.ReadLine()?.Split(' ') is { } words)
{
    switch (words[0])
    {
        case "types": Work.Types(); break;
        case "runtime": Work.Runtime(); break;
        case "count": Work.Count(Number(1), Number(2)); break;
        case "report": Work.Report(Number(1)); break;
        case "spin": Work.Spin(Number(1)); break;
        case "native": Work.Native(words[2], Number(1)); break;
        case "listened": Work.AwaitListener(words[1]); break;
        default: throw new ArgumentException(words[0]);
    }

    Console.WriteLine("done");
    int Number(int i) => int.Parse(words[i], CultureInfo.InvariantCulture);
}
