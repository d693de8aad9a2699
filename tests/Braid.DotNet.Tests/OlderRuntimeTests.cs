using System.Buffers.Binary;
using Braid.DotNet.Diagnostics;

namespace Braid.DotNet.Tests;

/// <summary>What older runtimes are asked for, byte by byte: dotnet/diagnostics, ipc-protocol.md.</summary>
public sealed class OlderRuntimeTests
{
    private const uint UnknownCommand = 0x80131385;

    private const string Buffer = "40000000", Nettrace = "01000000", OneProvider = "01000000";

    /// <summary>Keywords, level, the name "A" and the arguments "x=1" in UTF-16 with their counts.</summary>
    private const string Provider = "1F000000000000F0" + "04000000" + "02000000" + "41000000" + "04000000" + "78003D0031000000";

    /// <summary>CollectTracing2 is .NET 5's, 3 that of .NET 8, 4 that of 9, 5 that of 10.</summary>
    [Theory]
    [InlineData(0x0203, Buffer + Nettrace + "00" + OneProvider + Provider)]
    [InlineData(0x0204, Buffer + Nettrace + "00" + "01" + OneProvider + Provider)]
    [InlineData(0x0205, Buffer + Nettrace + "0000000000000000" + "01" + OneProvider + Provider)]
    [InlineData(0x0206, "00000000" + Buffer + Nettrace + "0000000000000000" + "01" + OneProvider + Provider + "00" + "00000000")]
    public void A_session_is_asked_for_in_the_words_of_the_runtime(int newest, string payload)
    {
        using var runtime = new ScriptedRuntime(command => command > newest ? ScriptedRuntime.Refuse(UnknownCommand) : ScriptedRuntime.Accept(9, 8, 7, 6, 5, 4, 3, 2));
        var process = new DotNetProcess(7, runtime);
        using (var session = process.Trace(new() { Providers = [new("A", 0xF00000000000001F, 4, "x=1")], Stacks = true, BufferMegabytes = 64 }))
        {
            session.Stop();
        }

        // The newest first, one after the other, until one is known; the session that it names is stopped.
        var commands = runtime.Messages.ConvertAll(m => (int)BinaryPrimitives.ReadUInt16BigEndian(m.AsSpan(16)));
        Assert.Equal([.. Enumerable.Range(newest, 0x0206 - newest + 1).Reverse(), 0x0201], commands);
        Assert.Equal(payload, Convert.ToHexString(runtime.Messages[^2].AsSpan(20)));
        Assert.Equal("0908070605040302", Convert.ToHexString(runtime.Messages[^1].AsSpan(20)));
    }

    [Theory]
    [InlineData(0x0203, Buffer + Nettrace + "01" + OneProvider + Provider)]
    [InlineData(0x0205, Buffer + Nettrace + "3901028000000000" + "00" + OneProvider + Provider)]
    public void The_methods_of_a_process_are_asked_for_at_its_end(int newest, string payload)
    {
        using var runtime = new ScriptedRuntime(command => command > newest ? ScriptedRuntime.Refuse(UnknownCommand) : ScriptedRuntime.Accept(new byte[8]));
        new DotNetProcess(7, runtime).Trace(new() { Providers = [new("A", 0xF00000000000001F, 4, "x=1")], Rundown = true, BufferMegabytes = 64 }).Dispose();
        Assert.Equal(payload, Convert.ToHexString(runtime.Messages[^1].AsSpan(20)));
    }

    [Theory]
    [InlineData(UnknownCommand, "its .NET runtime is too old; events are to be had from .NET 5 on")]
    [InlineData(0x80131388, "refuses with error 0x80131388")]
    public void A_runtime_without_sessions_is_refused_in_a_line(uint result, string why)
    {
        using var runtime = new ScriptedRuntime(_ => ScriptedRuntime.Refuse(result));
        var error = Assert.Throws<DiagnosticsException>(() => new DotNetProcess(7, runtime).Trace(new() { Providers = [new("A", 1, 4)] }));
        Assert.Equal($"process 7: {why}", error.Message);
    }

    [Theory]
    [InlineData(UnknownCommand, "process 7: its .NET runtime is too old to load anything while it runs; that takes .NET 8 or later")]
    [InlineData(0x80131515, "process 7 cannot load an assembly: it was compiled to native code or built without startup hooks")]
    [InlineData(0x80131621, "process 7 cannot load /tmp/x.dll: it has one of that name from another version, until it is started again")]
    public void A_runtime_that_loads_no_assembly_is_refused_with_the_reason(uint result, string why)
    {
        using var runtime = new ScriptedRuntime(_ => ScriptedRuntime.Refuse(result));
        Assert.Equal(why, Assert.Throws<DiagnosticsException>(() => new DotNetProcess(7, runtime).ApplyStartupHook("/tmp/x.dll")).Message);
        Assert.Equal("0B000000" + "2F0074006D0070002F0078002E0064006C006C000000", Convert.ToHexString(Assert.Single(runtime.Messages).AsSpan(20)));
    }
}
