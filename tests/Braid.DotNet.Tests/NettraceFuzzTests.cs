using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Braid.DotNet.Tests;

/// <summary>
/// Changes real streams and reads them, for the seconds of <c>BRAID_FUZZ_SECONDS</c> (2 without it). Only an
/// <see cref="InvalidDataException"/> that names an offset may come of it. <c>eng/fuzz</c> runs it alone.
/// </summary>
public sealed class NettraceFuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_changed_stream_is_read_or_refused()
    {
        byte[][] streams = [Streams.Types, StreamV6.Sample(), Streams.RuntimeEvents[..20_000]];
        var seconds = int.Parse(Environment.GetEnvironmentVariable("BRAID_FUZZ_SECONDS") ?? "2", CultureInfo.InvariantCulture);
        var (executions, refused) = (0, 0);
        var changes = Gen.Int[0, streams.Length - 1].SelectMany(s => Gen.Select(Gen.Const(s), Gen.Select(Gen.Int[0, streams[s].Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 6]));
        changes.Sample(
            change =>
            {
                var (which, edits) = change;
                var watch = Stopwatch.StartNew();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var stream = Change(streams[which], edits);
                try
                {
                    ReadStream.Of(stream, 1 + (stream.Length / 3));
                }
                catch (InvalidDataException e) when (e.Message.StartsWith("stream: byte ", StringComparison.Ordinal))
                {
                    Interlocked.Increment(ref refused);
                }

                Interlocked.Increment(ref executions);
                Assert.True(watch.Elapsed < s_longest, $"{watch.Elapsed}");
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
            },
            time: seconds);
        output.WriteLine($"{executions} executions, {refused} refused");
        Assert.InRange(refused, 1, executions - 1);
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
