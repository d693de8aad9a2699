using Braid.Linux.Ftrace;

namespace Braid.Linux.Tests.Ftrace;

/// <summary>The claim that <see cref="CpuBuffer.FullPages"/> rests on, tried on the running kernel.</summary>
public sealed class FullPagesTests
{
    private static readonly TracefsMount s_mount = TracefsMount.Open();

    [Theory]
    [InlineData(4 << 10)]
    [InlineData(64 << 10)]
    public void ReadsOfFullPagesAreFullAndTheNextIsNot(int subBuffer)
    {
        using var instance = TracefsInstance.Create(s_mount, "mono", 4 << 20, subBuffer);
        using var buffers = new Disposables(Environment.ProcessorCount, instance);
        instance.TracingOn = true;
        var page = new byte[subBuffer];
        var text = new string('x', 700);
        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 100 + (round * 7); i++) instance.Write("trace_marker", text[..(10 + (i % 690))]);
            foreach (var buffer in buffers.Items)
            {
                var full = buffer.FullPages(buffer.ReadStats());
                for (var i = 0; i < full; i++)
                {
                    Assert.Equal(subBuffer, buffer.ReadPage(page));
                    var committed = (int)BitConverter.ToUInt64(page, 8) & 0x3FFFFFFF;
                    Assert.True(committed > subBuffer - 16 - 800, $"round {round}: page {i} of {full} holds {committed} bytes");
                }

                // The rest is in the sub-buffer being written: never more than one when none was read in part.
                Assert.True(buffer.ReadStats().Bytes <= subBuffer - CpuBuffer.PageHeaderSize, "a full page was left");
            }
        }

        instance.TracingOn = false;
        foreach (var buffer in buffers.Items)
        {
            while (buffer.ReadPage(page) > 0)
            {
            }

            Assert.Equal((0, 0), (buffer.ReadStats().Bytes, buffer.ReadStats().Entries));
        }
    }

    private sealed class Disposables(int cpus, TracefsInstance instance) : IDisposable
    {
        internal CpuBuffer[] Items { get; } = [.. Enumerable.Range(0, cpus).Select(instance.OpenCpu)];

        public void Dispose()
        {
            foreach (var item in Items) item.Dispose();
        }
    }
}
