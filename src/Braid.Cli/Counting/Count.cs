using Braid.Linux.Perf;

namespace Braid.Cli.Counting;

/// <summary>One event and what was counted of it, once per run. Grows while runs are counted.</summary>
internal sealed class Count(CounterEvent what)
{
    private readonly List<double> _values = [];

    /// <summary>What is counted: narrowed to user space when that is all that was allowed.</summary>
    public CounterEvent Event { get; set; } = what;

    public CountState State { get; set; }

    /// <summary>The mean over the runs.</summary>
    public double Mean => _values.Count == 0 ? 0 : _values.Average();

    /// <summary>The standard error of the mean, as part of it; 0 for one run.</summary>
    public double Error
    {
        get
        {
            if (_values.Count < 2 || Mean == 0) return 0;
            var variance = _values.Sum(v => (v - Mean) * (v - Mean)) / (_values.Count - 1);
            return Math.Sqrt(variance / _values.Count) / Mean;
        }
    }

    /// <summary>The least part of the time for which it counted, of all runs.</summary>
    public double Share { get; private set; } = 1;

    public void Add(CounterValue value)
    {
        _values.Add(value.Scaled);
        Share = Math.Min(Share, value.Share);
    }
}
