using System.Text.Json;

namespace Braid.Cli.Tests;

/// <summary>A damaged trace: each verb gives all that is readable, then a line for the damage and exit status 1; or with --strict, nothing.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DamageTests() => Shell.Run("cp", ["-rL", TestCorpus.MultiDomains, Trace]).Expect();

    private string Trace => _directory["trace"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    public void WhatIsReadableThenTheDamage(string how)
    {
        var whole = Lines(Shell.Braid("view", Trace).Expect().Output);
        var file = Damage(how);

        var text = Shell.Braid("view", Trace);
        var events = Lines(text.Expect(1).Output);
        Told(text);
        Assert.InRange(events, 1, whole - 1);

        var json = Shell.Braid("view", "-o", "json", Trace);
        Assert.Equal(events, Lines(json.Expect(1).Output));
        Told(json);

        var csv = Shell.Braid("view", "-o", "csv", Trace);
        Assert.Equal(events + 1, CsvReader.Read(csv.Expect(1).Output).Count);
        Told(csv);

        Told(Shell.Braid("stat", Trace));
        var stat = Shell.Braid("stat", "--json", Trace);
        Assert.Equal(events, JsonDocument.Parse(stat.Expect(1).Output).RootElement.GetProperty("events").GetInt32());
        Told(stat);

        foreach (var options in new string[][] { [], ["--trace-format", "ctf-2"], ["--where", "1"] })
        {
            var output = _directory[$"out{options.Length}{options.LastOrDefault()}"];
            Told(Shell.Braid(["convert", "-o", output, .. options, Trace]));
            Assert.Equal(text.Output, Shell.Braid("view", output).Expect().Output);
        }

        void Told(Finished result)
        {
            result.Expect(1);
            var line = Assert.Single(result.ErrorLines, static line => !line.StartsWith("WARNING: ", StringComparison.Ordinal));
            Assert.Matches($@"^braid: {file}:byte \d+: \w", line);
            Assert.Equal(line, result.ErrorLines[^1]);
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("changed")]
    public void StrictRefuses(string how)
    {
        var file = Damage(how);
        string[][] commands = [["view"], ["view", "-o", "json"], ["view", "-o", "csv"], ["view", "-b", "2030-01-01"], ["stat"], ["stat", "--json"], ["convert", "-o", _directory["out"]]];
        foreach (var command in commands)
        {
            var refused = Shell.Braid([.. command, "--strict", Trace]).Expect(1);
            Assert.Matches($@"^braid: {file}:byte \d+: \w", Assert.Single(refused.ErrorLines));
            Assert.Equal("", refused.Output);
            Assert.False(Directory.Exists(_directory["out"]));
        }
    }

    private static int Lines(string text) => text.Count(static c => c == '\n');

    /// <summary>Cuts the largest stream file in its middle or makes an event there one of no class; returns the file.</summary>
    private string Damage(string how)
    {
        var file = Directory.EnumerateFiles(Trace, "*", SearchOption.AllDirectories)
            .Where(static f => Path.GetFileName(f) != "metadata" && Path.GetFileName(Path.GetDirectoryName(f)) != "index").MaxBy(static f => new FileInfo(f).Length)!;
        using var stream = File.Open(file, FileMode.Open);
        if (how == "cut") stream.SetLength((stream.Length / 2) + 1);
        else
        {
            stream.Position = 400;
            stream.Write(Enumerable.Repeat((byte)0xfe, 300).ToArray());
        }

        return file;
    }
}
