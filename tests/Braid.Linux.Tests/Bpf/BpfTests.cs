using System.Diagnostics;
using System.Runtime.InteropServices;
using Braid.Linux.Bpf;
using Braid.Linux.Interop;
using Braid.Script.Bpf;
using static Braid.Script.Bpf.Register;

namespace Braid.Linux.Tests.Bpf;

/// <summary>Programs that the running kernel verifies and runs.</summary>
public sealed partial class BpfTests
{
    private static readonly Lazy<BtfTypes> s_types = new(BtfTypes.ReadKernel);

    [Fact]
    public void WhatTheVerifierSaysIsInTheError()
    {
        var code = new Assembler();
        code.Exit();
        var error = Assert.Throws<KernelException>(() => BpfProgram.Load(BpfProgramType.RawTracepoint, "broken", code.ToArray()));
        Assert.Contains("'broken'", error.Message);
        Assert.Contains("R0 !read_ok", error.Message);
    }

    [Fact]
    public void AMapKeepsWhatItIsGiven()
    {
        using var map = BpfMap.Create(BpfMapType.Hash, "test", 4, 8, 2);
        map.Update(7, 70L);
        Assert.True(map.TryGet(7, out long value));
        Assert.Equal(70, value);
        Assert.False(map.TryGet(8, out value));
        map.Update(8, 80L);
        Assert.Equal(Errno.TooBig, Assert.Throws<KernelException>(() => map.Update(9, 90L)).Errno);
        Assert.Throws<ArgumentException>(() => map.Update(9L, 90L));
    }

    /// <summary>The members of task_struct that BTF leads to hold this process's numbers, read in the kernel.</summary>
    [Fact]
    public void AProgramLoadsMembersWhereBtfSaysTheyAre()
    {
        var types = s_types.Value;
        var (tgid, real, parent) = (types.Member("task_struct", "tgid")!.Value, types.Member("task_struct", "real_parent")!.Value, types.Member("task_struct", "tgid")!.Value);
        using var ring = new BpfRing("test", 4096);
        var code = new Assembler();
        var end = code.NewLabel();
        OfThisProcess(code, end);
        code.Call(Helper.CurrentTask);
        code.Load(Width.Word, R6, R0, tgid.Offset);
        code.Load(Width.Double, R7, R0, real.Offset);
        code.Load(Width.Word, R7, R7, parent.Offset);
        code.SetMap(R1, ring.Map.Descriptor);
        code.Set(R2, 8);
        code.Set(R3, 0);
        code.Call(Helper.RingReserve);
        code.JumpIf(Condition.Equal, R0, 0, end);
        code.Store(Width.Word, R0, 0, R6);
        code.Store(Width.Word, R0, 4, R7);
        code.Move(R1, R0);
        code.Set(R2, 0);
        code.Call(Helper.RingSubmit);
        Return(code, end);
        using (var program = LoadAtSystemCalls(code))
        using (program.Attach())
        {
            GetParent();
        }

        Assert.True(ring.TryRead(out var record));
        Assert.Equal([Environment.ProcessId, GetParent()], MemoryMarshal.Cast<byte, int>(record).ToArray());
    }

    /// <summary>Records of all lengths come out in order; those that find the ring full are counted by the program; nothing else is lost.</summary>
    [Fact]
    public void ARingGivesEachRecordOnceInOrderAndRefusesWhenItIsFull()
    {
        const int calls = 1000, mask = 63, mostBytes = 72;
        using var ring = new BpfRing("test", 16 << 10);
        using var counts = BpfMap.Create(BpfMapType.Array, "counts", 4, 8, 2, mappable: true);
        var code = new Assembler();
        var (end, stored) = (code.NewLabel(), code.NewLabel());
        OfThisProcess(code, end);
        code.Store(Width.Word, Stack, -4, 0);
        Lookup(code, counts, end);
        code.Set(R1, 1);
        code.AtomicAdd(Width.Double, R0, 0, R1);
        code.Load(Width.Double, R6, R0, 0);
        for (var at = 8; at <= mostBytes; at += 8) code.Store(Width.Double, Stack, -at - 8, R6);
        code.SetMap(R1, ring.Map.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, -mostBytes - 8);
        code.Move(R3, R6);
        code.Apply(Operation.And, R3, mask);
        code.Apply(Operation.Add, R3, 8);
        code.Set(R4, 0);
        code.Call(Helper.RingOutput);
        code.JumpIf(Condition.Equal, R0, 0, stored);
        code.Store(Width.Word, Stack, -4, 1);
        Lookup(code, counts, end);
        code.Set(R1, 1);
        code.AtomicAdd(Width.Double, R0, 0, R1);
        code.Bind(stored);
        Return(code, end);
        var records = 0;
        using (var program = LoadAtSystemCalls(code))
        using (program.Attach())
        {
            for (var i = 0; i < calls; i++)
            {
                GetParent();
                if (i % 3 == 0 || i < calls / 2) Read();
            }

            for (var i = 0; i < calls; i++) GetParent();
        }

        Read();
        var made = MemoryMarshal.Cast<byte, long>(counts.Map());
        Assert.InRange(made[0], 2 * calls, long.MaxValue);
        Assert.InRange(made[1], 1, made[0]);
        Assert.Equal(made[0], records + made[1]);
        Assert.Equal(0, ring.Used);

        void Read()
        {
            var last = 0L;
            while (ring.TryRead(out var record))
            {
                var number = MemoryMarshal.Read<long>(record);
                Assert.True(number > last);
                Assert.Equal((number & mask) + 8, record.Length);
                last = number;
                records++;
            }

            ring.Release();
        }
    }

    [Fact]
    public void TheKernelsTypesAreReadQuickly()
    {
        var watch = Stopwatch.StartNew();
        var types = BtfTypes.ReadKernel();
        Assert.NotEqual(0, types.Find(BtfKind.Typedef, "btf_trace_sys_exit"));
        TestContext.Current.TestOutputHelper!.WriteLine($"{types.Count} types in {watch.Elapsed.TotalMilliseconds:0.0} ms");
        Assert.Equal(8, types.Size(types.Member("task_struct", "mm")!.Value.Type));
        Assert.Null(types.Member("task_struct", "no_such_member"));
        Assert.Null(types.Member("no_such_struct", "pid"));
    }

    private static void OfThisProcess(Assembler code, Label end)
    {
        code.Call(Helper.CurrentProcessAndThread);
        code.Apply(Operation.ShiftRight, R0, 32);
        code.JumpIf(Condition.NotEqual, R0, Environment.ProcessId, end);
    }

    private static void Lookup(Assembler code, BpfMap map, Label end)
    {
        code.SetMap(R1, map.Descriptor);
        code.Move(R2, Stack);
        code.Apply(Operation.Add, R2, -4);
        code.Call(Helper.MapLookup);
        code.JumpIf(Condition.Equal, R0, 0, end);
    }

    private static void Return(Assembler code, Label end)
    {
        code.Bind(end);
        code.Set(R0, 0);
        code.Exit();
    }

    private static BpfProgram LoadAtSystemCalls(Assembler code) =>
        BpfProgram.Load(BpfProgramType.TypedTracepoint, "test", code.ToArray(), s_types.Value.Find(BtfKind.Typedef, "btf_trace_sys_enter"));

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int GetParent();
}
