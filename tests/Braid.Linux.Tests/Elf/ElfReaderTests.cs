using System.Diagnostics;
using System.Text.RegularExpressions;
using Braid.Linux.Elf;
using CsCheck;

namespace Braid.Linux.Tests.Elf;

/// <summary>Real programs and libraries, against readelf; broken ones.</summary>
public sealed partial class ElfReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public static TheoryData<string> Images =>
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.so"),
        Path.GetFullPath("/bin/sh"),
        Environment.ProcessPath!,
    ];

    public void Dispose() => File.Delete(_file);

    [Theory]
    [MemberData(nameof(Images))]
    public void WhatReadelfSays(string path)
    {
        var image = Read(path)!;
        var text = Readelf(path);

        Assert.Equal(BuildId().Match(text).Groups[1].Value, Convert.ToHexStringLower(image.BuildId));
        Assert.Equal(DebugLink().Match(text) is { Success: true } link ? link.Groups[1].Value : null, image.DebugLink);
        Assert.Equal(text.Contains("Type:                              DYN", StringComparison.Ordinal), image.IsPositionIndependent);
        var loads = Load().Matches(text).Select(m => (Offset: Number(m, 1), Address: Number(m, 2), Size: Number(m, 3))).ToList();
        var lowest = loads.MinBy(l => l.Address);
        Assert.Equal(lowest.Offset & -4096, image.LoadOffset);
        Assert.Equal((ulong)(loads.Max(l => l.Address + l.Size) - lowest.Address), image.MemorySize);

        static long Number(Match match, int group) => Convert.ToInt64(match.Groups[group].Value, 16);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ELF")]
    [InlineData("#!/bin/sh\n")]
    public void OtherFilesAreNone(string text)
    {
        File.WriteAllText(_file, text);
        Assert.Null(Read(_file));
    }

    [Theory]
    [InlineData(4, 1, "offset 4: not a 64-bit little-endian ELF file")]
    [InlineData(16, 1, "offset 16: type 1, expected a program or a library")]
    [InlineData(39, 0x7f, "program headers: ")]
    [InlineData(54, 1, "offset 54: program headers of 1 bytes, expected 56")]
    [InlineData(58, 1, "offset 58: section headers of 1 bytes, expected 64")]
    [InlineData(63, 0x7f, "has the names")]
    public void ABrokenHeaderIsToldWithItsPlace(int offset, byte value, string expected)
    {
        var bytes = File.ReadAllBytes(Environment.ProcessPath!);
        bytes[offset] = value;
        File.WriteAllBytes(_file, bytes);

        var error = Assert.Throws<InvalidDataException>(() => Read(_file)).Message;
        Assert.StartsWith(_file + ": ", error);
        Assert.Contains(expected, error);
    }

    /// <summary>Bytes anywhere in the tables and notes, and the length: an image, none, or a fault that names the file; nothing large is allocated.</summary>
    [Fact]
    public void AnyBytesGiveAnImageOrAFault()
    {
        var original = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so"));
        var tables = original.Length - (64 * 64);
        var places = Gen.Frequency((3, Gen.Int[0, 1200]), (2, Gen.Int[tables, original.Length - 1]), (1, Gen.Int[0, original.Length - 1]));
        var changes = Gen.Select(places, Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xff))).Array[1, 8];
        Gen.Select(changes, Gen.Frequency((4, Gen.Const(original.Length)), (1, Gen.Int[0, original.Length]))).Sample((edits, length) =>
        {
            var bytes = original.ToArray();
            foreach (var (at, value) in edits) bytes[at] = value;
            var path = Path.GetTempFileName();
            try
            {
                File.WriteAllBytes(path, bytes.AsSpan(0, length));
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Read(path);
                }
                catch (InvalidDataException e)
                {
                    Assert.StartsWith(path + ": ", e.Message);
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
            }
            finally
            {
                File.Delete(path);
            }
        }, iter: 3000, threads: 1);
    }

    private static ElfImage? Read(string path)
    {
        using var file = File.OpenHandle(path);
        return ElfReader.TryRead(file, path);
    }

    private static string Readelf(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("readelf", ["-W", "-h", "-l", "-n", "--debug-dump=links", path])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true, // where it looked for files of symbols
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process.StandardOutput.ReadToEnd();
    }

    [GeneratedRegex("Build ID: ([0-9a-f]+)")]
    private static partial Regex BuildId();

    [GeneratedRegex(@"Separate debug info file: (\S+)")]
    private static partial Regex DebugLink();

    [GeneratedRegex(@"LOAD +0x([0-9a-f]+) 0x([0-9a-f]+) 0x[0-9a-f]+ 0x[0-9a-f]+ 0x([0-9a-f]+)")]
    private static partial Regex Load();
}
