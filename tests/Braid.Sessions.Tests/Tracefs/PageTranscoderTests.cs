using System.Buffers.Binary;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

public sealed class PageTranscoderTests
{
    private const string Exec = """
        name: sched_process_exec
        ID: 365
            field:__data_loc char[] filename; offset:8; size:4; signed:0;
            field:pid_t pid; offset:12; size:4; signed:1;
            field:pid_t old_pid; offset:16; size:4; signed:1;
        """;

    private const string Mixed = """
        name: sched_mixed
        ID: 7
            field:u8 a; offset:8; size:1; signed:0;
            field:u64 b; offset:16; size:8; signed:0;
            field:char c[16]; offset:24; size:16; signed:0;
            field:char d[5]; offset:40; size:5; signed:0;
            field:__rel_loc u32[] e; offset:48; size:4; signed:0;
            field:__data_loc char[] f; offset:52; size:4; signed:0;
        """;

    [Fact]
    public void TheExampleAtTheTopOfTheFile()
    {
        var page = new PageBuilder(5000).Record(0, [.. Head(365, 77), .. U32((8 << 16) | 20), .. U32(77), .. U32(77), .. "/bin/ls\0"u8]);
        var events = Read(page, Exec);
        Assert.Equal("sched_process_exec 5000 77 filename=/bin/ls tid=77 old_tid=77", Describe(Assert.Single(events)));
    }

    [Fact]
    public void HolesGoAndTextsEndWithZeros()
    {
        byte[] record =
        [
            .. Head(7, -1), 9, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, 0xEE, .. U64(0x1122334455667788),
            .. "bash\0stale bytes"u8, .. "ab\0xy"u8, 0xEE, 0xEE, 0xEE, .. U32((8 << 16) | 4), .. U32((3 << 16) | 64), .. U32(5), .. U32(6), .. "no0"u8, 0,
        ];
        var events = Read(new PageBuilder(1).Record(3, record), Mixed);
        Assert.Equal("sched_mixed 4 -1 a=9 b=1234605616436508552 c=bash d=ab _e_length=2 e=5,6 f=no0", Describe(Assert.Single(events)));
    }

    [Fact]
    public void TextsWithoutAnEndAreWhole()
    {
        byte[] record =
        [
            .. Head(7, 1), 9, .. new byte[7], .. U64(0), .. "sixteen letters!"u8, .. "abcde"u8, .. new byte[3], .. U32(0), .. U32(0),
        ];
        var events = Read(new PageBuilder(1).Record(0, record), Mixed);
        Assert.Equal("sched_mixed 1 1 a=9 b=0 c=sixteen letters! d=abcde _e_length=0 e= f=", Describe(Assert.Single(events)));
    }

    [Fact]
    public void TimeGoesByDeltasExtensionsAndAbsoluteStamps()
    {
        byte[] record = [.. Head(365, 1), .. U32(20), .. U32(1), .. U32(1)];
        var page = new PageBuilder(100)
            .Record(5, record)
            .Extend(30, 7 + (3L << 27)).Record(1, record)
            .Skip(12).Record(2, record)
            .Extend(31, 1L << 40).Record(0, record)
            .Extend(31, (1L << 40) + (1L << 32) - 1).Record(0, record)
            .Record(1, [.. record, .. new byte[200]])
            .End();
        ulong t = 105 + 7 + (3UL << 27) + 1;
        Assert.Equal([105, t, t + 2, 1UL << 40, (1UL << 40) + (1UL << 32) - 1, (1UL << 40) + (1UL << 32)], Read(page, Exec).Select(e => e.Time));
    }

    [Fact]
    public void AbsoluteStampsKeepTheirUpperBits()
    {
        byte[] record = [.. Head(365, 1), .. U32(20), .. U32(1), .. U32(1)];
        var begin = (3UL << 59) | ((1UL << 59) - 10);
        var page = new PageBuilder(begin).Extend(31, (1L << 59) - 5).Record(0, record).Extend(31, 20).Record(0, record);
        Assert.Equal([begin + 5, (4UL << 59) + 20], Read(page, Exec).Select(e => e.Time));
    }

    [Fact]
    public void UndescribedEventsAreCounted()
    {
        var transcoder = new PageTranscoder(Plans(Exec).Plans, 0, PageBuilder.Size);
        new PageBuilder(1).Record(0, Head(9, 1)).Record(0, Head(60000, 1)).CopyTo(transcoder.Page);
        transcoder.Transcode(PageBuilder.Size);
        Assert.Equal((0, 0, 2L), (transcoder.Events, transcoder.ContentLength, transcoder.Undescribed));
    }

    [Fact]
    public void TheMissedEventsFlagsAreNoLength()
    {
        byte[] record = [.. Head(365, 1), .. U32(20), .. U32(1), .. U32(1)];
        Assert.Single(Read(new PageBuilder(1).Record(0, record).Flags(3UL << 30), Exec));
    }

    [Theory]
    [InlineData("commit 5000", "ring buffer of CPU 3, offset 8: 5000 bytes are committed, 4080 are there")]
    [InlineData("short record", "ring buffer of CPU 3, offset 20: a record of event 365 has 12 bytes, its fields need 20")]
    [InlineData("record beyond commit", "ring buffer of CPU 3, offset 20: a record ends after the committed bytes")]
    [InlineData("location", "ring buffer of CPU 3, offset 28: a location points to 9 bytes at 20 of a record of 28")]
    [InlineData("no second word", "ring buffer of CPU 3, offset 16: the second word of an event is missing")]
    [InlineData("long length", "ring buffer of CPU 3, offset 20: an event of 4294967292 bytes does not fit")]
    public void ADamagedPageIsAnErrorThatSaysWhere(string damage, string message)
    {
        byte[] record = [.. Head(365, 1), .. U32(20), .. U32(1), .. U32(1)];
        var page = new PageBuilder(1);
        _ = damage switch
        {
            "commit 5000" => page.Commit(5000),
            "short record" => page.Record(0, record[..12]),
            "record beyond commit" => page.Record(0, record).Commit(12),
            "location" => page.Record(0, [.. Head(365, 1), .. U32((9 << 16) | 20), .. U32(1), .. U32(1), .. "12345678"u8]),
            "no second word" => page.Extend(30, 1).Commit(4),
            _ => page.Word(0).Word(0xFFFFFFFC),
        };
        var transcoder = new PageTranscoder(Plans(Exec).Plans, 3, PageBuilder.Size);
        page.CopyTo(transcoder.Page);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => transcoder.Transcode(PageBuilder.Size)).Message);
    }

    internal static (EventPlan?[] Plans, StreamClass Stream) Plans(params string[] formats)
    {
        var stream = LttngLayout.StreamClass(new ClockClass { Name = "c" }, TracefsSource.EventContext);
        var plans = new EventPlan?[1000];
        foreach (var text in formats)
        {
            var (eventClass, plan) = PlanBuilder.Build(FormatParser.Parse(text, "test", "sched"));
            stream.Events.Add(eventClass);
            plans[eventClass.Id] = plan;
        }

        return (plans, stream);
    }

    internal static byte[] Head(ushort type, int pid)
    {
        var head = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(head, type);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), pid);
        return head;
    }

    private static List<ReadEvent> Read(PageBuilder page, string format)
    {
        var (plans, stream) = Plans(format);
        var transcoder = new PageTranscoder(plans, 0, PageBuilder.Size);
        page.CopyTo(transcoder.Page);
        transcoder.Transcode(PageBuilder.Size);
        var events = new List<ReadEvent>();
        StreamReader.ReadPacket([.. new byte[LttngLayout.PacketHeaderSize], .. transcoder.Content], transcoder.Begin, transcoder.End, stream, events);
        Assert.Equal(transcoder.Events, events.Count);
        return events;
    }

    private static string Describe(ReadEvent e) =>
        $"{e.Name} {e.Time} {e.Tid} {string.Join(' ', e.Fields.Select(f => $"{f.Key}={(f.Value is object[] a ? string.Join(',', a) : f.Value)}"))}";

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] U64(ulong value) => BitConverter.GetBytes(value);
}
