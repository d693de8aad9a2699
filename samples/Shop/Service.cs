using System.Diagnostics;
using System.Net;

namespace Shop;

/// <summary>Answers <c>/order/CUSTOMER</c> and <c>/missing</c> over HTTP.</summary>
internal sealed class Service(HttpListener listener, Stock stock, Journal journal)
{
    private static readonly int[] s_prices = [.. Enumerable.Range(1, 16).Select(i => i * 125)];

    private int _requests;
    private int _orders;

    public int Orders => Volatile.Read(ref _orders);

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Serves until the listener stops.</summary>
    public async Task Run()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // the listener was stopped
            }

            ThreadPool.QueueUserWorkItem(_ => Answer(context));
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var request = Interlocked.Increment(ref _requests);
        var start = Stopwatch.GetTimestamp();
        var path = context.Request.Url!.AbsolutePath;
        ShopTrace.RequestBegin(request, path);
        var isOrder = path.StartsWith("/order/", StringComparison.Ordinal);
        if (isOrder) Order(Uri.UnescapeDataString(path["/order/".Length..]));
        context.Response.StatusCode = isOrder ? 200 : 404;
        context.Response.Close();
        ShopTrace.RequestEnd(request, context.Response.StatusCode, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private void Order(string customer)
    {
        var order = Interlocked.Increment(ref _orders);
        ShopTrace.OrderState(order, OrderState.Received);
        var articles = new int[1 + (order % 5)];
        var cents = 0L;
        for (var i = 0; i < articles.Length; i++)
        {
            articles[i] = (order * (i + 7)) % s_prices.Length;
            cents += s_prices[articles[i]];
        }

        ShopTrace.BasketPriced(order, articles, cents);
        ShopTrace.OrderState(order, OrderState.Priced);
        foreach (var article in articles) stock.Take(article);
        ShopTrace.OrderState(order, OrderState.Reserved);
        journal.Append(order, customer, cents);
        ShopTrace.OrderState(order, OrderState.Journalled);
        ShopTrace.OrderPlaced(order, customer, cents / 100.0);
    }
}
