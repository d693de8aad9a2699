// An ordinary web service: it knows nothing of Braid. It prints the address it listens on.
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders().AddEventSourceLogger();
var app = builder.Build();
var journals = Directory.CreateTempSubdirectory("orders-").FullName;
app.MapGet("/order/{number:int}", (int number, ILogger<Program> logger) =>
{
    logger.LogInformation("Order {Number} begins", number);
    var pages = new byte[4 << 20];
    Array.Fill(pages, (byte)number);
    GC.Collect();
    File.WriteAllBytes(Path.Combine(journals, $"{number}"), pages.AsSpan(0, 5000 + number));
    logger.LogInformation("Order {Number} ends", number);
    return number;
});
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();
Directory.Delete(journals, recursive: true);
