using System.Text.Json;
using Braid.DotNet.Diagnostics;
using Braid.Sessions.Dotnet;
using Braid.Sessions.Recording;

namespace Braid.DotNet.Tests;

/// <summary>A recording of .NET processes into a directory that is removed again.</summary>
internal sealed class Recording : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), "braid-dotnet-" + Guid.NewGuid().ToString("N"));

    private Recording(Func<RecordingOptions, RecordingOptions> change)
    {
        var options = change(new() { Directory = _directory, Name = "test", Dotnet = App });
        Session = RecordingSession.Create(options, Warnings.Add);
        Session.Start();
    }

    /// <summary>The events of the test's own program.</summary>
    public static DotnetRequest App { get; } = new() { Providers = [new ProviderRequest("App", ulong.MaxValue, 5)] };

    public RecordingSession Session { get; }

    public System.Collections.Concurrent.ConcurrentBag<string> Warnings { get; } = [];

    public static Recording Start(Func<RecordingOptions, RecordingOptions> change) => new(change);

    /// <summary>Ends it; the events in order of time.</summary>
    public (List<JsonElement> Events, long Lost) Stop()
    {
        Assert.True(Session.Stop());
        var (events, lost, faults) = ConvertedTrace.Read(_directory);
        Assert.Empty(faults);
        return (events, lost);
    }

    public void Dispose()
    {
        Session.Dispose();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }
}
