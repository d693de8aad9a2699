namespace Braid.Linux.Tests;

/// <summary>A C program that gcc has made, in a directory that goes with it.</summary>
internal sealed class CompiledProgram : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("braid-test-").FullName;

    internal CompiledProgram(string source, params string[] options)
    {
        Path = System.IO.Path.Combine(_directory, "program");
        File.WriteAllText($"{Path}.c", source);
        Tool.Run("gcc", [.. options, "-o", Path, $"{Path}.c"]);
    }

    internal string Path { get; }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
