using Braid.Sessions.Recording;

namespace Braid.Sessions.Tests.Recording;

public sealed class ConsumerTests
{
    [Fact]
    public void DrainsEverySourceToItsEndAfterStoppingAll()
    {
        var first = new CountdownSource(packets: 3);
        var second = new CountdownSource(packets: 5);
        using var consumer = new Consumer([first, second]);

        consumer.Start();
        consumer.Stop();

        Assert.True(consumer.Finished.IsCompletedSuccessfully);
        Assert.Equal([3L, 5L], consumer.Totals.Select(t => t.Events));
        Assert.Equal(["Start", "Stop"], first.Calls);
        Assert.True(first.DrainedAfterStop && second.DrainedAfterStop);
    }

    [Fact]
    public async Task ASourceThatFailsEndsTheRecordingButTheOthersAreStoppedAndDrained()
    {
        var broken = new ThrowingSource("disk full");
        var healthy = new CountdownSource(packets: 4);
        using var consumer = new Consumer([broken, healthy]);

        consumer.Start();
        var error = await Assert.ThrowsAsync<IOException>(() => consumer.Finished.WaitAsync(TimeSpan.FromSeconds(30)));
        consumer.Stop();

        Assert.Equal("disk full", error.Message);
        Assert.Equal(4, consumer.Totals[1].Events);
        Assert.True(healthy.DrainedAfterStop);
    }

    [Fact]
    public void StopBeforeStartReturnsAtOnce()
    {
        using var consumer = new Consumer([new CountdownSource(packets: 1)]);
        consumer.Stop();
        Assert.False(consumer.Finished.IsCompleted);
    }

    /// <summary>Has a fixed number of packets, of which one is not ready until the flush.</summary>
    private sealed class CountdownSource(int packets) : IEventSource
    {
        private int _moved;
        private bool _stopped;

        public List<string> Calls { get; } = [];

        public bool DrainedAfterStop { get; private set; }

        public SourceTotals Totals => new(_moved, 0, 0);

        public void Start() => Calls.Add("Start");

        public void Stop()
        {
            Calls.Add("Stop");
            _stopped = true;
        }

        public int Drain(bool flush)
        {
            DrainedAfterStop |= _stopped && flush;
            if (_moved >= (flush ? packets : packets - 1)) return 0;
            _moved++;
            return 1;
        }

        public void Dispose()
        {
        }
    }

    private sealed class ThrowingSource(string message) : IEventSource
    {
        private bool _stopped;

        public SourceTotals Totals => default;

        public void Start()
        {
        }

        public void Stop() => _stopped = true;

        public int Drain(bool flush) => _stopped ? 0 : throw new IOException(message);

        public void Dispose()
        {
        }
    }
}
