// An ordinary web service: it knows nothing of Braid. It prints the address it listens on.
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders().AddEventSourceLogger();
var app = builder.Build();
var journal = Path.GetTempFileName();
app.MapGet("/order/{number:int}", (int number, ILogger<Program> logger) =>
{
    logger.LogInformation("Order {Number} begins", number);
    var pages = new byte[4 << 20];
    Array.Fill(pages, (byte)number);
    GC.Collect();
    File.WriteAllBytes(journal, pages.AsSpan(0, 5000 + number));
    logger.LogInformation("Order {Number} ends", number);
    return number;
});
await app.StartAsync();
Console.WriteLine(app.Urls.First());
await app.WaitForShutdownAsync();
File.Delete(journal);
