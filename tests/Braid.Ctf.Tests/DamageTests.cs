using Braid.Ctf.Decoding;
using Braid.Ctf.Metadata;
using Braid.Ctf.Schema;
using Braid.Ctf.Text;
using CsCheck;

namespace Braid.Ctf.Tests;

/// <summary>Whatever bytes are changed, reading ends: with a schema or events, or with a fault that has a place.</summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData(CtfVersion.Ctf18)]
    [InlineData(CtfVersion.Ctf2)]
    public void Mutated_metadata_is_read_or_refused(CtfVersion version)
    {
        using var stream = new MemoryStream();
        MetadataWriter.Write(SampleTrace.Class(version), stream);
        var whole = stream.ToArray();
        Mutation.Any(whole.Length).Sample(
            mutations =>
            {
                try
                {
                    var trace = MetadataReader.Read("metadata", Mutation.Apply(whole, mutations));
                    _ = new TraceLayout("metadata", trace);
                }
                catch (CtfException fault)
                {
                    Assert.NotEmpty(fault.Fault);
                }
            },
            iter: 2000);
    }

    [Fact]
    public void Mutated_packets_are_read_or_refused()
    {
        var path = Directory.CreateTempSubdirectory("braid-ctf-").FullName;
        try
        {
            SampleTrace.Write(path, CtfVersion.Ctf18);
            var file = Path.Combine(path, "channel0_0");
            var whole = File.ReadAllBytes(file);
            Mutation.Any(whole.Length).Sample(
                mutations =>
                {
                    File.WriteAllBytes(file, Mutation.Apply(whole, mutations));
                    using var set = TraceSet.Open(path);
                    using var printer = new TextPrinter(new TextOptions { Begin = null }, Stream.Null, Stream.Null);
                    printer.Print(set.Read());
                },
                iter: 1000, threads: 1);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
