using Braid.DotNet.Diagnostics;

namespace Braid.DotNet.Tests;

/// <summary>Streams of real processes, each recorded once for all tests.</summary>
internal static class Streams
{
    public const string Runtime = "Microsoft-Windows-DotNETRuntime";

    private static readonly ProviderRequest[] s_own = [new("App", ulong.MaxValue, 5), new("Rich", ulong.MaxValue, 5)];

    private static readonly Lazy<byte[]> s_types = new(() => Record(new() { Providers = s_own, Stacks = true }, "types"));

    private static readonly Lazy<byte[]> s_threads = new(() => Record(new() { Providers = s_own }, "count 4 5000"));

    private static readonly Lazy<byte[]> s_runtime = new(() => Record(new() { Providers = [new(Runtime, 0x1980000c0bd, 5), .. s_own] }, "runtime"));

    /// <summary>An event of each type of field, with stacks.</summary>
    public static byte[] Types => s_types.Value;

    /// <summary>Four threads that write 5,000 events each.</summary>
    public static byte[] Threads => s_threads.Value;

    /// <summary>What the runtime tells of collections, methods, modules, exceptions, contention, threads, types.</summary>
    public static byte[] RuntimeEvents => s_runtime.Value;

    public static byte[] Named(string name) => name switch
    {
        "types" => Types,
        "threads" => Threads,
        _ => RuntimeEvents,
    };

    private static byte[] Record(TracingOptions options, string work)
    {
        using var app = new TestApp();
        return app.Record(options, a => a.Do(work));
    }
}
