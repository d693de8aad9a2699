using System.Text;

namespace Shop;

/// <summary>The file of orders; every sixteenth write is flushed to the disk.</summary>
internal sealed class Journal(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);
    private readonly Lock _lock = new();
    private int _writes;

    public void Append(int orderId, string customer, long cents)
    {
        var line = Encoding.UTF8.GetBytes($"{orderId} {customer} {cents}\n");
        lock (_lock)
        {
            var offset = _file.Position;
            var sync = ++_writes % 16 == 0;
            _file.Write(line);
            _file.Flush(flushToDisk: sync);
            ShopTrace.JournalWritten(offset, line.AsSpan(0, Math.Min(16, line.Length)), sync);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        File.Delete(path);
    }
}
