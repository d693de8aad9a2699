using System.Buffers.Binary;
using Braid.Ctf.Packets;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;
using CsCheck;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>
/// Real sub-buffers with bytes changed: the transcoder either says what is wrong or makes records that the schema can read.
/// What it read beyond a page would show as a crash or as records that end elsewhere.
/// </summary>
[Collection("kernel")]
public sealed class PageTranscoderFuzzTests
{
    [Fact]
    public void ChangedPagesAreReadOrRefused()
    {
        var (pages, selection) = Record();
        Assert.True(pages.Count > 0, "The workload fills whole sub-buffers.");
        var plans = new EventPlan?[ushort.MaxValue];
        var stream = LttngLayout.StreamClass(new() { Name = "c" }, TracefsSource.EventContext);
        foreach (var name in selection.Events)
        {
            var (eventClass, plan) = PlanBuilder.Build(selection.Catalogue.Format(name));
            stream.Events.Add(eventClass);
            plans[eventClass.Id] = plan;
        }

        var changes = Gen.Select(Gen.Int[0, pages.Count - 1], Gen.Select(Gen.Int[0, 4095], Gen.OneOf(Gen.Byte, Gen.Const((byte)0), Gen.Const((byte)0xFF))).Array[0, 12]);
        var (refused, read) = (0, 0);
        changes.Sample(
            change =>
            {
                var transcoder = new PageTranscoder(plans, 0, pages[0].Length);
                pages[change.Item1].CopyTo(transcoder.Page);
                foreach (var (at, value) in change.Item2) transcoder.Page[at] = value;
                try
                {
                    transcoder.Transcode(pages[0].Length);
                }
                catch (InvalidDataException)
                {
                    Interlocked.Increment(ref refused);
                    return;
                }

                Interlocked.Increment(ref read);
                var events = new List<ReadEvent>();
                StreamReader.ReadPacket([.. new byte[LttngLayout.PacketHeaderSize], .. transcoder.Content], transcoder.Begin, ulong.MaxValue, stream, events);
                Assert.Equal(transcoder.Events, events.Count);
            },
            iter: 2_000,
            threads: 1);
        Assert.True(refused > 100 && read > 100, $"{refused} refused, {read} read: the changes reach both");
    }

    private static (List<byte[]> Pages, EventSelection Selection) Record()
    {
        var mount = TracefsMount.Open();
        var selection = EventSelection.Resolve(new EventCatalogue(mount), ["sched*", "irq*", "kmem:*", "ext4:*", "timer:*", "block:*"], ["*"]);
        using var instance = TracefsInstance.Create(mount, "mono", 1 << 20, 4096);
        instance.Enable(selection.Catalogue, selection.Events);
        instance.TracingOn = true;
        Workload.Files(20);
        instance.TracingOn = false;
        var pages = new List<byte[]>();
        var page = new byte[4096];
        for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++)
        {
            using var buffer = instance.OpenCpu(cpu);
            while (buffer.ReadPage(page) > 0)
            {
                // Full ones only: a change in the unused end of a sub-buffer changes nothing.
                if ((BinaryPrimitives.ReadInt64LittleEndian(page.AsSpan(8)) & 0xFFFFF) > page.Length * 3 / 4) pages.Add([.. page]);
            }
        }

        return (pages, selection);
    }
}
