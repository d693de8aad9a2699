using System.Diagnostics;

namespace Shop;

/// <summary>How much there is of each article. One lock per article, so that popular ones are waited for.</summary>
internal sealed class Stock(int articles)
{
    private readonly Lock[] _locks = [.. Enumerable.Range(0, articles).Select(_ => new Lock())];
    private readonly int[] _left = [.. Enumerable.Repeat(100, articles)];

    /// <summary>Takes one of the article; an empty shelf is filled first, which takes a while.</summary>
    public void Take(int article)
    {
        var start = Stopwatch.GetTimestamp();
        lock (_locks[article])
        {
            ShopTrace.StockWait(article, (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (_left[article] == 0)
            {
                Thread.SpinWait(20_000);
                _left[article] = 100;
            }

            _left[article]--;
        }
    }
}
