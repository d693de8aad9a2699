using System.Globalization;
using System.Text;

namespace Braid.Tracing.TestApp;

/// <summary>Events with random values; each is told on standard output as a reader of the trace should tell it.</summary>
public static class RandomKinds
{
    private static readonly Tracepoint<long, string, float> s_typed = new("random", "typed", "number", "word", "real");

    public static void Emit(int seed, int count)
    {
        var random = new Random(seed);
        using var output = new StreamWriter(Console.OpenStandardOutput());
        for (var i = 0; i < count; i++)
        {
            switch (random.Next(5))
            {
                case 0: Integers(random, output); break;
                case 1: Texts(random, output); break;
                case 2: Arrays(random, output); break;
                case 3: Structures(random, output); break;
                default:
                    var (number, word, real) = (Bits(random), Word(random), random.NextSingle());
                    s_typed.Write(number, word, real);
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"random:typed number={number} word={word} real={real}"));
                    break;
            }
        }
    }

    private static void Integers(Random random, StreamWriter output)
    {
        var b = Bits(random);
        AppTrace.Integers((sbyte)b, (byte)b, (short)b, (ushort)b, (int)b, (uint)b, b, (ulong)b, (nint)b, (nuint)b, (char)b, (b & 1) != 0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"app:integers i8={(sbyte)b} u8={(byte)b} i16={(short)b} u16={(ushort)b} i32={(int)b} u32={(uint)b} i64={b} u64={(ulong)b} native={b} unsignedNative={(ulong)b} letter={(ushort)b} flag={b & 1}"));
    }

    private static void Texts(Random random, StreamWriter output)
    {
        var (text, span, chars, other) = (Word(random), Word(random), Word(random), Word(random));
        AppTrace.Texts(text, span, chars.ToCharArray(), other);
        output.WriteLine($"app:texts text={text} span={span} chars={chars} renamed={other}");
    }

    private static void Arrays(Random random, StreamWriter output)
    {
        var bytes = new byte[random.Next(5)];
        random.NextBytes(bytes);
        var numbers = Enumerable.Range(0, random.Next(5)).Select(_ => (int)Bits(random)).ToArray();
        var shorts = numbers.Select(static number => (ushort)number).ToArray();
        var longs = numbers.Select(_ => Bits(random)).ToArray();
        AppTrace.Arrays(bytes, numbers, shorts, longs);
        output.WriteLine($"app:arrays {Array("bytes", bytes)} {Array("numbers", numbers)} {Array("shorts", shorts)} {Array("long", longs)}");
    }

    private static void Structures(Random random, StreamWriter output)
    {
        var (place, home) = (Place(random), Place(random));
        var path = Enumerable.Range(0, random.Next(4)).Select(_ => Point(random)).ToArray();
        var friend = random.Next(2) == 0 ? null : new Customer.Contact(Word(random), random.NextSingle());
        var customer = random.Next(3) == 0 ? null : new Customer((ulong)Bits(random), home, friend);
        var range = ((sbyte)Bits(random), Point(random));
        AppTrace.Structures(place, path, customer, range);
        if (customer is null) home = default;
        if (customer is null) friend = null;
        var contact = string.Create(CultureInfo.InvariantCulture, $"{{Name={friend?.Name} Rating={friend?.Rating ?? 0}}}");
        output.WriteLine($"app:structures place={Text(place)} {Array("path", System.Array.ConvertAll(path, Text))} customer={{Number={customer?.Number ?? 0} Home={Text(home)} Friend={contact}}} range={{Low={range.Item1} High={Text(range.Item2)}}}");
    }

    private static Place Place(Random random) => new() { Name = Word(random), At = Point(random), Levels = [.. Enumerable.Range(0, random.Next(3)).Select(_ => (short)Bits(random))] };

    private static Point Point(Random random) => new((int)Bits(random), Bits(random));

    private static string Text(Point point) => $"{{X={point.X} why={point.Y}}}";

    private static string Text(Place place) => $"{{Name={place.Name} At={Text(place.At)} {Array("Levels", place.Levels ?? [])}}}";

    private static string Array<T>(string name, T[] values) =>
        string.Create(CultureInfo.InvariantCulture, $"_{name}_length={values.Length} {name}=[{string.Join(',', values)}]");

    /// <summary>Small and large numbers alike.</summary>
    private static long Bits(Random random) => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    /// <summary>Up to 40 characters of one to four bytes, without line feeds.</summary>
    private static string Word(Random random)
    {
        var text = new StringBuilder();
        for (var left = random.Next(40); left > 0; left--)
        {
            text.Append(random.Next(12) switch
            {
                0 => "é",
                1 => "漢",
                2 => "😀",
                _ => ((char)random.Next('!', '~' + 1)).ToString(),
            });
        }

        return text.ToString();
    }
}
