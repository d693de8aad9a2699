using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Braid.DotNet.Tests;

/// <summary>
/// Changes real streams, reads and converts them, for the seconds of <c>BRAID_FUZZ_SECONDS</c> (2 without it). Only an
/// <see cref="InvalidDataException"/> that names an offset may come of it. <c>eng/fuzz</c> runs it alone.
/// </summary>
public sealed class NettraceFuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>Streams small enough that a change often hits.</summary>
    private static readonly byte[][] s_streams = [Streams.Types, StreamV6.Sample(), Streams.RuntimeEvents[..20_000]];

    [Fact]
    public void A_changed_stream_is_read_or_refused()
    {
        var (executions, refused) = (0, 0);
        ForEachChange(stream =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            executions++;
            try
            {
                ReadStream.Of(stream, 1 + (stream.Length / 3));
            }
            catch (InvalidDataException e) when (e.Message.StartsWith("stream: byte ", StringComparison.Ordinal))
            {
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
        });
        output.WriteLine($"{executions} executions, {refused} refused");
        Assert.InRange(refused, 1, executions - 1);
    }

    [Fact]
    public void What_is_read_of_a_changed_stream_is_a_whole_trace()
    {
        var (executions, events) = (0, 0L);
        ForEachChange(stream =>
        {
            executions++;
            try
            {
                using var trace = new ConvertedTrace(stream);
                Assert.Empty(trace.Faults);
                Assert.Equal(trace.Result.Events, trace.Events.Count);
                events += trace.Events.Count;
            }
            catch (InvalidDataException e) when (e.Message.Contains(": byte "))
            {
                // Its beginning is damaged: no trace at all.
            }
        });
        output.WriteLine($"{executions} executions, {events} events");
        Assert.True(events > 0);
    }

    private static void ForEachChange(Action<byte[]> read)
    {
        var seconds = int.Parse(Environment.GetEnvironmentVariable("BRAID_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var changes = Gen.Int[0, s_streams.Length - 1].SelectMany(s => Gen.Select(Gen.Const(s), Gen.Select(Gen.Int[0, s_streams[s].Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 6]));
        changes.Sample(
            change =>
            {
                var watch = Stopwatch.StartNew();
                read(Change(s_streams[change.Item1], change.Item2));
                Assert.True(watch.Elapsed < s_longest, $"{watch.Elapsed}");
            },
            time: seconds,
            threads: 1);
    }

    /// <summary>Sets a byte, flips a bit, removes or repeats bytes.</summary>
    private static byte[] Change(byte[] whole, (int At, byte Value, int Kind)[] edits)
    {
        var bytes = whole.ToList();
        foreach (var (at, value, kind) in edits)
        {
            if (at >= bytes.Count) continue;
            var count = Math.Min(value, bytes.Count - at);
            switch (kind)
            {
                case 0: bytes[at] = value; break;
                case 1: bytes[at] ^= (byte)(1 << (value & 7)); break;
                case 2: bytes.RemoveRange(at, count); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, count)); break;
            }
        }

        return [.. bytes];
    }
}
