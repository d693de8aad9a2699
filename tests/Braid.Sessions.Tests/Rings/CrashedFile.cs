using Braid.Rings;

namespace Braid.Sessions.Tests.Rings;

/// <summary>A program whose recorder was killed before it had read anything, and which ended after COUNT events; dispose removes its file.</summary>
internal sealed class CrashedFile : IDisposable
{
    public const int Count = 1000;

    public CrashedFile()
    {
        using var program = new TestProgram("wait");
        Assert.Equal("ready", program.ReadLine());
        using (var recorder = new TestProgram("record", program.Pid.ToString()))
        {
            Assert.Equal("recording", recorder.ReadLine());
            recorder.Kill();
        }

        program.WriteLine(Count.ToString());
        Assert.Equal("done", program.ReadLine());
        program.WriteLine("");
        program.WaitForExit();
        Pid = program.Pid;
        Path = Assert.Single(Directory.GetFiles("/dev/shm", $"braid.*.{Pid}.*"));
    }

    public int Pid { get; }

    public string Path { get; }

    /// <summary>Copies what is in the file before the rings, and the first bytes of each ring.</summary>
    public void CopyTo(string path)
    {
        using var from = File.OpenHandle(Path);
        using var to = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.SetLength(to, RandomAccess.GetLength(from));
        var cpus = (uint)Environment.ProcessorCount;
        Assert.Equal(RingLayout.ExtrasAt(cpus) + RingLayout.ExtrasSize, RandomAccess.GetLength(from));
        Copy(0, RingLayout.RingsAt(cpus));
        for (var ring = 0; ring < cpus * RingLayout.RingsPerCpu; ring++) Copy(RingLayout.RingAt(cpus, ring), 1 << 17);

        void Copy(long at, long length)
        {
            var bytes = new byte[length];
            Assert.Equal(bytes.Length, RandomAccess.Read(from, bytes, at));
            RandomAccess.Write(to, bytes, at);
        }
    }

    public void Dispose() => File.Delete(Path);
}
