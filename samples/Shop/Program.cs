using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Shop;

// Shop [--duration 5s] [--clients 4]: a small shop that serves itself orders over loopback HTTP.
var duration = TimeSpan.FromSeconds(5);
var clients = 4;
for (var i = 0; i < args.Length; i += 2)
{
    var value = i + 1 < args.Length ? args[i + 1] : "";
    var isValid = args[i] switch
    {
        "--duration" => TryParseDuration(value, out duration),
        "--clients" => int.TryParse(value, out clients) && clients is > 0 and <= 64,
        _ => false,
    };
    if (isValid) continue;
    Console.Error.WriteLine("usage: Shop [--duration 5s] [--clients 4]");
    return 2;
}

using var journal = new Journal(Path.Combine(Path.GetTempPath(), $"shop-{Environment.ProcessId}.journal"));
using var listener = new HttpListener();
var address = $"http://localhost:{FreePort()}/";
listener.Prefixes.Add(address);
listener.Start();
var service = new Service(listener, new Stock(16), journal);
var serving = service.Run();

using var finish = new CancellationTokenSource(duration);
await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => Buy(client, finish.Token))));
listener.Stop();
await serving;
Console.WriteLine($"Shop: {service.Orders} orders in {service.Requests} requests from {clients} clients in {duration.TotalSeconds:0.###} s");
return 0;

async Task Buy(int client, CancellationToken finished)
{
    string[] customers = ["Ada", "Grace", "Jürgen", "美咲"];
    using var http = new HttpClient();
    for (var i = 0; !finished.IsCancellationRequested; i++)
    {
        var path = i % 50 == 49 ? "missing" : $"order/{customers[(client + i) % customers.Length]}";
        using var response = await http.GetAsync(address + path, CancellationToken.None);
        if (i % 8 == 7) await Task.Delay(1, CancellationToken.None);
    }
}

static int FreePort()
{
    using var probe = new TcpListener(IPAddress.Loopback, 0);
    probe.Start();
    return ((IPEndPoint)probe.LocalEndpoint).Port;
}

// 500ms, 5s, 2m, or seconds without a unit.
static bool TryParseDuration(string text, out TimeSpan duration)
{
    var digits = text.TrimEnd('m', 's');
    double? unit = text[digits.Length..] switch { "ms" => 0.001, "s" or "" => 1, "m" => 60, _ => null };
    var isValid = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && unit != null;
    duration = TimeSpan.FromSeconds(isValid ? count * unit!.Value : 0);
    return isValid && duration > TimeSpan.Zero;
}
