using Braid.Sessions.Recording;

namespace Braid.Sessions.Tests.Recording;

public sealed class TraceDirectoryTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("braid-test-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ADirectoryThatIsNotKeptIsRemovedWithItsContent()
    {
        var path = Path.Combine(_root, "trace");
        using (TraceDirectory.Create(path))
        {
            File.WriteAllText(Path.Combine(path, "metadata"), "half");
        }

        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void AnEmptyDirectoryThatWasThereIsEmptiedButStays()
    {
        using (TraceDirectory.Create(_root))
        {
            Directory.CreateDirectory(Path.Combine(_root, "kernel", "index"));
            File.WriteAllText(Path.Combine(_root, "kernel", "metadata"), "half");
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
    }

    [Fact]
    public void AKeptDirectoryStays()
    {
        var path = Path.Combine(_root, "trace");
        using (var directory = TraceDirectory.Create(path)) directory.Keep();
        Assert.True(Directory.Exists(path));
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
    }

    [Theory]
    [InlineData("full", "is not empty")]
    [InlineData("file", "is a file, not a directory")]
    [InlineData("file/below", "cannot write here")]
    public void WhatCannotBeATraceDirectoryIsRefusedByName(string name, string reason)
    {
        Directory.CreateDirectory(Path.Combine(_root, "full", "of"));
        File.WriteAllText(Path.Combine(_root, "file"), "");
        var path = Path.Combine(_root, name);

        var error = Assert.Throws<IOException>(() => TraceDirectory.Create(path));

        Assert.StartsWith($"{path}: {reason}", error.Message);
    }
}
