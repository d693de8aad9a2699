using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Braid.Sessions.Tests.Tracefs;
using static Braid.Sessions.Tests.Bpf.SystemCall;

namespace Braid.Sessions.Tests.Bpf;

/// <summary>What arguments point to, in the entry or in the exit of a call: as LTTng lays it out.</summary>
[Collection("kernel")]
public sealed unsafe class StructureTests
{
    private const int AtCurrent = -100, StreamSocket = 1, InternetFamily = 2, Internet6Family = 10;

    [Fact]
    public void PollTellsWhatIsAskedAndThenOnlyWhatIsReady()
    {
        int quiet = 0, ready = 0;
        var events = Record(["poll", "ppoll"], () =>
        {
            var (a, b) = (Pipe(), Pipe());
            Call(Write, b.Write, Bytes("x", out var held), 1);
            (quiet, ready) = (a.Read, b.Read);
            var fds = stackalloc int[] { quiet, 0x3, ready, 0x5 };
            Assert.Equal(1, Call(Poll, (nint)fds, 2, 100));
            var time = stackalloc long[] { 0, 1000 };
            Assert.Equal(0, Call(PollTimed, (nint)fds, 1, (nint)time));
            Free(held, a, b);
        });
        var entry = Single(events, "syscall_entry_poll");
        Assert.Equal((100L, 2L, 2L, 0L), (entry.Number("timeout_msecs"), entry.Number("nfds"), entry.Number("fds_length"), entry.Number("overflow")));
        Assert.Equal(
            [$"fd={quiet} raw_events=3 events=(POLLIN=1 POLLPRI=1 POLLOUT=0 POLLERR=0 POLLHUP=0 padding=0)", $"fd={ready} raw_events=5 events=(POLLIN=1 POLLPRI=0 POLLOUT=1 POLLERR=0 POLLHUP=0 padding=0)"],
            Elements(entry, "fds"));
        var exit = Single(events, "syscall_exit_poll");
        Assert.Equal((1L, 2L, 1L, 0L), (exit.Number("ret"), exit.Number("nfds"), exit.Number("fds_length"), exit.Number("unread")));
        Assert.Equal([$"fd={ready} raw_events=1 events=(POLLIN=1 POLLPRI=0 POLLOUT=0 POLLERR=0 POLLHUP=0 padding=0)"], Elements(exit, "fds"));
        Assert.Empty(Elements(Single(events, "syscall_exit_ppoll"), "fds"));
        Assert.Single(Elements(Single(events, "syscall_entry_ppoll"), "fds"));
    }

    [Fact]
    public void MoreDescriptorsThanARecordHasAreToldAsOverflow()
    {
        var events = Record(["poll"], () =>
        {
            var fds = stackalloc long[200];
            for (var i = 0; i < 200; i++) fds[i] = 0xFFFFFFFF;
            Assert.Equal(0, Call(Poll, (nint)fds, 200, 0));
        });
        var entry = Single(events, "syscall_entry_poll");
        Assert.Equal((200L, 128L, 1L), (entry.Number("nfds"), entry.Number("fds_length"), entry.Number("overflow")));
        Assert.Equal(128, Elements(entry, "fds").Length);
    }

    [Fact]
    public void SelectTellsItsSetsBeforeAndAfter()
    {
        var ready = 0;
        var events = Record(["select"], () =>
        {
            var (a, b) = (Pipe(), Pipe());
            Call(Write, b.Write, Bytes("x", out var held), 1);
            ready = b.Read;
            var read = stackalloc ulong[16];
            var time = stackalloc long[2];
            read[a.Read / 64] |= 1UL << (a.Read % 64);
            read[ready / 64] |= 1UL << (ready % 64);
            Assert.Equal(1, Call(Select, ready + 1, (nint)read, 0, 0, (nint)time));
            Free(held, a, b);
        });
        var (entry, exit) = (Single(events, "syscall_entry_select"), Single(events, "syscall_exit_select"));
        Assert.Equal(ready + 1, entry.Number("n"));
        Assert.Equal(2, Bits(entry, "readfds").Length);
        Assert.Contains(ready, Bits(entry, "readfds"));
        Assert.Equal([ready], Bits(exit, "readfds"));
        Assert.Equal((0L, 0L, 0L), (exit.Number("_writefds_length"), exit.Number("_exceptfds_length"), exit.Number("unread")));
    }

    [Fact]
    public void EpollTellsWhatIsRegisteredAndWhatHappened()
    {
        const long data = 0x1122_3344_5566_7788;
        var events = Record(["epoll_ctl", "epoll_wait"], () =>
        {
            var pipe = Pipe();
            var epoll = Call(EpollCreate);
            Span<byte> one = stackalloc byte[12 * 8];
            BinaryPrimitives.WriteUInt32LittleEndian(one, 1);
            BinaryPrimitives.WriteInt64LittleEndian(one[4..], data);
            fixed (byte* p = one)
            {
                Assert.Equal(0, Call(EpollControl, epoll, 1, pipe.Read, (nint)p));
                Call(Write, pipe.Write, Bytes("x", out var held), 1);
                Assert.Equal(1, Call(EpollWait, epoll, (nint)p, 8, 100));
                Assert.Equal(0, Call(EpollControl, epoll, 2, pipe.Read, 0));
                Free(held, pipe);
            }

            Call(Close, epoll);
        });
        const string happened = "data_union=(u64=1234605616436508552 fd=1432778632) raw_events=1 events=(EPOLLIN=1 EPOLLPRI=0 EPOLLOUT=0 EPOLLERR=0 EPOLLHUP=0 padding=0)";
        var control = events.Where(static e => e.Name == "syscall_entry_epoll_ctl").ToList();
        Assert.Equal([1L, 2L], control.Select(static e => e.Number("op_enum")));
        Assert.Equal($"({happened})", Text(control[0].Fields["event"]));
        Assert.Equal((0L, 0L), (control[0].Number("unread"), control[1].Number("unread")));
        var exit = Single(events, "syscall_exit_epoll_wait");
        Assert.Equal((1L, 1L, 0L), (exit.Number("ret"), exit.Number("fds_length"), exit.Number("overflow")));
        Assert.Equal([happened], Elements(exit, "fds"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void AddressesAreToldWhereTheyAreValid(string host)
    {
        int port = 0, from = 0;
        var address = IPAddress.Parse(host);
        var events = Record(["connect", "accept4", "bind", "getsockname"], () =>
        {
            var isIpv6 = address.GetAddressBytes().Length == 16;
            Span<byte> name = stackalloc byte[28];
            name.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(name, (ushort)(isIpv6 ? Internet6Family : InternetFamily));
            address.GetAddressBytes().CopyTo(name[(isIpv6 ? 8 : 4)..]);
            var (server, client) = (Call(Socket, name[0], StreamSocket), Call(Socket, name[0], StreamSocket));
            var length = isIpv6 ? 28 : 16;
            fixed (byte* p = name)
            {
                Assert.Equal(0, Call(Bind, server, (nint)p, length));
                Assert.Equal(0, Call(Listen, server, 1));
                Assert.Equal(0, Call(SocketName, server, (nint)p, (nint)(&length)));
                port = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
                Assert.Equal(0, Call(Connect, client, (nint)p, length));
                var accepted = Call(Accept4, server, (nint)p, (nint)(&length));
                Assert.InRange(accepted, 0, int.MaxValue);
                from = BinaryPrimitives.ReadUInt16BigEndian(name[2..]);
                Call(Close, accepted);
            }

            Call(Close, server);
            Call(Close, client);
        });
        Check(Single(events, "syscall_entry_bind"), "port", 0);
        Check(Single(events, "syscall_exit_getsockname"), "port", port);
        Check(Single(events, "syscall_entry_connect"), "dport", port);
        Check(Single(events, "syscall_exit_accept4"), "sport", from);
        Assert.Equal(address.GetAddressBytes().Length == 16 ? 28 : 16, Single(events, "syscall_exit_accept4").Number("upeer_addrlen"));

        void Check(ReadEvent e, string portName, int expected)
        {
            var bytes = address.GetAddressBytes();
            Assert.Equal((expected, 0L), (e.Number(portName), e.Number("unread")));
            Assert.Equal(bytes.Length == 4 ? InternetFamily : Internet6Family, e.Number("family"));
            var v6 = ((object[])e.Fields["v6addr"]).Select(static part => (ushort)(ulong)part);
            var v4 = ((object[])e.Fields["v4addr"]).Select(static part => (byte)(ulong)part);
            Assert.Equal(bytes.Length == 4 ? bytes : [], v4);
            Assert.Equal(bytes.Length == 4 ? [] : bytes.Chunk(2).Select(static pair => BinaryPrimitives.ReadUInt16BigEndian(pair)), v6);
        }
    }

    [Fact]
    public void DescriptorsThatACallMakesAndBytesOfAVectorAreTold()
    {
        (int Read, int Write) pipe = default;
        var events = Record(["pipe2", "writev"], () =>
        {
            pipe = Pipe();
            var vector = stackalloc nint[] { Bytes("abc", out var first), 3, Bytes("defgh", out var second), 5 };
            Assert.Equal(8, Call(WriteVector, pipe.Write, (nint)vector, 2));
            Free(first, pipe);
            second.Free();
        });
        Assert.Equal([pipe.Read, pipe.Write], ((object[])events.Last(static e => e.Name == "syscall_exit_pipe2").Fields["fildes"]).Select(static fd => (int)(long)fd));
        var write = Single(events, "syscall_entry_writev");
        Assert.Equal((2L, 8L, 0L), (write.Number("vlen"), write.Number("vec_bytes"), write.Number("overflow")));
    }

    [Fact]
    public void WhatIsNotInMemoryIsToldApartFromWhatIsEmptyAndLongTextsAreCut()
    {
        const int privateAnonymous = 0x22, readWrite = 3, pageSize = 4096;
        var events = Record(["openat"], () =>
        {
            var untouched = Call(MemoryMap, 0, pageSize, readWrite, privateAnonymous, -1);
            foreach (var path in new[] { Bytes("", out var a), untouched, 1, 0, Bytes(new string('x', 5000), out var b), Bytes(new string('y', 4095), out var c) })
                Call(OpenAt, AtCurrent, path);
        });
        Assert.Equal(
            [(0, 0L), (0, 1L), (0, 1L), (0, 0L), (4095, 0L), (4095, 0L)],
            events.Where(static e => e.Name == "syscall_entry_openat").TakeLast(6).Select(static e => (e.Text("filename").Length, e.Number("unread"))));
    }

    private static List<ReadEvent> Record(string[] calls, Action work)
    {
        using var recording = new BpfRecording(calls, adjust: static o => o with { Pids = [Environment.ProcessId] });
        var tid = 0;
        recording.Record(() =>
        {
            var thread = new Thread(() =>
            {
                tid = (int)Call(186);
                work();
            });
            thread.Start();
            thread.Join();
        });
        return [.. recording.Read().Where(e => e.Tid == tid)];
    }

    private static ReadEvent Single(List<ReadEvent> events, string name) => Assert.Single(events, e => e.Name == name);

    private static string[] Elements(ReadEvent e, string field) => [.. ((object[])e.Fields[field]).Select(static element => Text(element)[1..^1])];

    private static int[] Bits(ReadEvent e, string field) =>
        [.. ((object[])e.Fields[field]).SelectMany(static (octet, i) => Enumerable.Range(0, 8).Where(bit => ((ulong)octet >> bit & 1) != 0).Select(bit => (8 * i) + bit))];

    private static string Text(object value) =>
        value is Dictionary<string, object> members ? $"({string.Join(' ', members.Select(static m => $"{m.Key}={Text(m.Value)}"))})" : $"{value}";

    private static (int Read, int Write) Pipe()
    {
        var ends = stackalloc int[2];
        Assert.Equal(0, Call(Pipe2, (nint)ends));
        return (ends[0], ends[1]);
    }

    private static nint Bytes(string text, out GCHandle held)
    {
        held = GCHandle.Alloc(System.Text.Encoding.ASCII.GetBytes(text + "\0"), GCHandleType.Pinned);
        return held.AddrOfPinnedObject();
    }

    private static void Free(GCHandle held, params (int Read, int Write)[] pipes)
    {
        held.Free();
        foreach (var (read, write) in pipes)
        {
            Call(Close, read);
            Call(Close, write);
        }
    }
}
