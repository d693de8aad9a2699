using System.Diagnostics;
using System.Globalization;
using Braid.Cli.Terminal;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Reading;

/// <summary>Says on a terminal how far a trace has been read, once that takes longer than a second.</summary>
internal sealed class Progress(string work, TimeExtent? extent = null) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly StatusLine _status = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _next = s_patience;

    /// <summary>Tells that <paramref name="events"/> have been read, up to <paramref name="nanoseconds"/>.</summary>
    public void Report(long events, long nanoseconds)
    {
        if (!IsDue()) return;
        var share = extent is { } e && e.EndNs > e.BeginNs ? Math.Clamp(((double)nanoseconds - e.BeginNs) / ((double)e.EndNs - e.BeginNs), 0, 1) : (double?)null;
        Show($"{Parsing.Count(events)} events", share);
    }

    /// <summary>Tells that so many bytes of <paramref name="total"/> are done.</summary>
    public void ReportBytes(long bytes, long total)
    {
        if (IsDue()) Show(Parsing.Bytes(bytes), (double)bytes / total);
    }

    private bool IsDue()
    {
        if (_watch.Elapsed < _next) return false;
        _next = _watch.Elapsed + s_pause;
        return true;
    }

    private void Show(string amount, double? share) => _status.Show($"{work}  {amount}  {share?.ToString("0 %", CultureInfo.InvariantCulture)}");

    public void Dispose() => _status.Dispose();
}
