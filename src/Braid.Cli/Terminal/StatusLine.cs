namespace Braid.Cli.Terminal;

/// <summary>One line at the bottom of the terminal that is written over and over; silent when standard error is no terminal.</summary>
internal sealed class StatusLine : IDisposable
{
    private static readonly bool s_shown = !Console.IsErrorRedirected;

    private readonly Lock _lock = new();
    private bool _dirty;

    /// <summary>Replaces the line.</summary>
    public void Show(string text)
    {
        if (!s_shown) return;
        lock (_lock)
        {
            var width = TerminalSize.Columns(TerminalSize.StandardError) - 1;
            Console.Error.Write($"\r\e[K{(text.Length > width ? text[..width] : text)}");
            _dirty = true;
        }
    }

    /// <summary>Prints a lasting line above the status.</summary>
    public void Print(string text)
    {
        lock (_lock)
        {
            Erase();
            Console.Error.WriteLine(text);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock) Erase();
    }

    private void Erase()
    {
        if (!_dirty) return;
        Console.Error.Write("\r\e[K");
        _dirty = false;
    }
}
