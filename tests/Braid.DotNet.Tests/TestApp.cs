using System.Diagnostics;
using Braid.DotNet.Diagnostics;

namespace Braid.DotNet.Tests;

/// <summary>The program that the tests trace.</summary>
internal sealed class TestApp : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it with <paramref name="environment"/> added to this process's.</summary>
    public TestApp(IReadOnlyDictionary<string, string>? environment = null)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Braid.DotNet.TestApp/debug/DotNetTestApp.dll"));
        var start = new ProcessStartInfo("dotnet", [path]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    public int Pid => _process.Id;

    /// <summary>Lets it do one thing and waits until it is done.</summary>
    public void Do(string what)
    {
        _process.StandardInput.WriteLine(what);
        Assert.Equal("done", _process.StandardOutput.ReadLine());
    }

    public void Kill() => _process.Kill();

    /// <summary>The stream of a session around <paramref name="work"/>.</summary>
    public byte[] Record(TracingOptions options, Action<TestApp> work)
    {
        using var session = DotNetProcess.Find(Pid).Trace(options);
        var reading = Task.Run(() =>
        {
            var bytes = new MemoryStream();
            var piece = new byte[1 << 16];
            for (int count; (count = session.Read(piece)) > 0;) bytes.Write(piece, 0, count);
            return bytes.ToArray();
        });
        work(this);
        session.Stop();
        return reading.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
