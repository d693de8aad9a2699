using System.Security.Cryptography;
using System.Text.Json;
using Braid.Ctf.Decoding;
using Braid.Ctf.Text;

namespace Braid.Ctf.Tests;

/// <summary>The shared corpus of traces: its manifest, and reading an entry the way the manifest was made.</summary>
internal static class Corpus
{
    public static string Root { get; } = Find();

    public static IReadOnlyList<JsonElement> Entries { get; } =
        [.. JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "manifest.json"))).RootElement.EnumerateArray()];

    public static string? Text(this JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Reads a trace as text; what it cannot read is in the faults.</summary>
    public static (string Digest, long Events, List<CtfException> Faults) Read(string path)
    {
        using var digest = new DigestStream();
        using var warnings = new MemoryStream();
        try
        {
            using var set = TraceSet.Open(path);
            using var printer = new TextPrinter(new TextOptions { ClockSeconds = true, ClockGmt = true }, digest, warnings);
            var reader = set.Read();
            printer.Print(reader);
            return (digest.Finish(), printer.EventCount, [.. reader.FindFaults()]);
        }
        catch (CtfException fault)
        {
            return (digest.Finish(), 0, [fault]);
        }
    }

    /// <summary>A copy of a yactfr trace without its expectations, which are no stream.</summary>
    public static string CopyWithout(string path, string name)
    {
        var copy = Directory.CreateTempSubdirectory("braid-ctf-").FullName;
        foreach (var file in Directory.EnumerateFiles(path))
        {
            if (Path.GetFileName(file) != name) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var corpus = Path.Combine(directory.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(corpus, "manifest.json"))) return corpus;
        }

        throw new DirectoryNotFoundException(
            $"the corpus is missing: no directory above {AppContext.BaseDirectory} has a shared/corpus/manifest.json; put the corpus beside the repository");
    }

    private sealed class DigestStream : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => _hash.AppendData(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            if (disposing) _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
