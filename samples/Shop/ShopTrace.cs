using Braid.Tracing;

namespace Shop;

/// <summary>What the shop tells a trace.</summary>
[TraceProvider("shop")]
internal static partial class ShopTrace
{
    [Tracepoint] public static partial void RequestBegin(int requestId, string path);

    [Tracepoint] public static partial void RequestEnd(int requestId, int status, double milliseconds);

    [Tracepoint] public static partial void OrderPlaced(int orderId, string customer, double total);

    [Tracepoint] public static partial void OrderState(int orderId, OrderState state);

    [Tracepoint] public static partial void BasketPriced(int orderId, int[] articles, long cents);

    [Tracepoint] public static partial void JournalWritten(long offset, ReadOnlySpan<byte> head, bool synced);

    [Tracepoint] public static partial void StockWait(int article, long microseconds);
}
