using Braid.Cli.Filtering;
using Braid.Ctf.Decoding;
using Braid.Script.Filters;
using CsCheck;

namespace Braid.Cli.Tests;

/// <summary>Filters over a trace whose values are known.</summary>
public sealed class FilterTests(FilterTests.Traces traces) : IClassFixture<FilterTests.Traces>
{
    [Theory]
    [InlineData("small == -1", 2)]
    [InlineData("big == 0xffffffffffffffff", 1)]
    [InlineData("big < 0", 1)]
    [InlineData("big >> 63 == 1", 1)]
    [InlineData("real > 0.25 && real < 1", 2)]
    [InlineData("text == \"al*\"", 1)]
    [InlineData("text != \"al*\"", 3)]
    [InlineData("text == \"a\\*\"", 1)]
    [InlineData("text == \"\"", 1)]
    [InlineData("items[1] == 20", 2)]
    [InlineData("items[1] != 20", 0)]
    [InlineData("items[2] == 30 || 1", 1)]
    [InlineData("1 || items[2] == 30", 4)]
    [InlineData("s.inner > 5", 2)]
    [InlineData("$ctx.vtid == 8", 2)]
    [InlineData("$ctx.cpu_id == 3", 4)]
    [InlineData("vtid == 8", 0)]
    [InlineData("1 || vtid == 8", 0)]
    [InlineData("other == 0", 0)]
    [InlineData("text == 5", 0)]
    [InlineData("!(text == 5)", 0)]
    [InlineData("small << 64 == 0", 0)]
    [InlineData("items", 0)]
    [InlineData("real", 1)]
    [InlineData("state == 2", 1)]
    public void Keep(string filter, int expected) => Assert.Equal(expected, traces.Count(traces.Known, new() { Where = FilterParser.Parse(filter) }));

    [Fact]
    public void ByNameCpuAndThread()
    {
        Assert.Equal(4, traces.Count(traces.Known, new() { Names = ["app:r?w"] }));
        Assert.Equal(0, traces.Count(traces.Known, new() { Names = ["APP:*"] }));
        Assert.Equal(2, traces.Count(traces.Known, new() { Threads = Numbers("1-3,8") }));
        Assert.Equal(4, traces.Count(traces.Known, new() { Cpus = Numbers("0,2-3") }));
        Assert.Equal(0, traces.Count(traces.Known, new() { Cpus = Numbers("0") }));

        static NumberSet Numbers(string text)
        {
            Assert.True(NumberSet.TryParse(text, out var set));
            return set!;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,")]
    [InlineData("-1")]
    [InlineData("3-2")]
    [InlineData("a")]
    public void NotNumbers(string text) => Assert.False(NumberSet.TryParse(text, out _));

    /// <summary>Random filters over random events keep what the reference keeps.</summary>
    [Fact]
    public void AsTheReference() => Expressions(4).Sample(
        text =>
        {
            FilterExpression filter;
            try
            {
                filter = FilterParser.Parse(text);
            }
            catch (FilterException)
            {
                return; // Strings and numbers met.
            }

            var kept = traces.Times(traces.Random, new() { Where = filter });
            var expected = Enumerable.Range(0, traces.RandomRows.Count).Where(i => NaiveFilter.Keeps(filter, traces.RandomRows[i])).Select(i => i + 1L);
            Assert.Equal(expected, kept);
        },
        iter: 3_000);

    private static Gen<string> Expressions(int depth)
    {
        string[] leaves =
        [
            "small", "big", "real", "text", "items[0]", "items[2]", "s.inner", "state", "$ctx.vtid", "0", "1", "3", "63", "64", "0xffffffffffffffff", "1.5", "\"a*\"", "\"*b\"", "\"\"",
        ];
        string[] binary = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "|", "^", "&", "<<", ">>"];
        string[] unary = ["!", "-", "+", "~"];
        var leaf = Gen.Int[0, leaves.Length - 1].Select(i => leaves[i]);
        if (depth == 0) return leaf;
        var smaller = Expressions(depth - 1);
        return Gen.Frequency(
            (1, leaf),
            (1, Gen.Select(Gen.Int[0, unary.Length - 1], smaller, (i, operand) => $"{unary[i]}({operand})")),
            (4, Gen.Select(smaller, Gen.Int[0, binary.Length - 1], smaller, (left, i, right) => $"({left}) {binary[i]} ({right})")));
    }

    public sealed class Traces : IDisposable
    {
        private readonly TemporaryDirectory _directory = new();

        public Traces()
        {
            var known = new FieldTrace();
            known.Add(7, -1, ulong.MaxValue, 0.5, "alpha", [10, 20, 30], 5);
            known.Add(8, 0, 1, 0.75, "a*", [10, 20], 6);
            known.Add(8, -1, 2, 2.5, "", [], -7);
            known.Add(9, 2, 3, 0, "beta", [10], 8);
            known.Write(_directory["known"]);
            Known = TraceSet.Open(_directory["known"]);

            var random = new FieldTrace();
            for (uint seed = 0; seed < 40; seed++)
            {
                var number = new Random((int)seed);
                random.Add(number.Next(4), number.Next(-3, 4), (ulong)number.NextInt64(-2, 66), number.Next(-4, 5) / 2.0,
                    string.Concat(Enumerable.Range(0, number.Next(4)).Select(_ => (char)('a' + number.Next(3)))),
                    [.. Enumerable.Range(0, number.Next(4)).Select(_ => (uint)number.Next(4))], number.Next(-2, 3));
            }

            random.Write(_directory["random"]);
            RandomRows = random.Rows;
            Random = TraceSet.Open(_directory["random"]);
        }

        internal TraceSet Known { get; }

        internal TraceSet Random { get; }

        internal List<Dictionary<string, object>> RandomRows { get; }

        internal int Count(TraceSet set, EventFilter filter) => Times(set, filter).Count;

        /// <summary>The times of the events that a filter keeps.</summary>
        internal List<long> Times(TraceSet set, EventFilter filter)
        {
            var times = new List<long>();
            for (var reader = set.Read(); reader.MoveNext();)
            {
                if (reader.Current.Kind == MessageKind.Event && filter.Accepts(reader.Current)) times.Add(reader.Current.TimestampNs);
            }

            return times;
        }

        public void Dispose()
        {
            Known.Dispose();
            Random.Dispose();
            _directory.Dispose();
        }
    }
}
