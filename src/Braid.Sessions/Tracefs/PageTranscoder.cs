using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Braid.Ctf.Packets;
using Braid.Sessions.State;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// Turns sub-buffers of the kernel's ring buffer into the content of packets. A sub-buffer is
/// <code>
/// u64 timestamp | u64 commit: bytes that follow, flags in bits 30 and 31 | events
/// event: u32 { type:5, delta:27 } and, by type,
///   1..28  a record of type * 4 bytes                     29  nothing more (delta 0), or u32 n: n bytes to skip
///   0      u32 n, a record of n - 4 bytes                 30  u32: time += delta + (u32 shl 27)
///                                                         31  u32: time = delta + (u32 shl 27), low 59 bits
/// </code>
/// and the time of an event is that of the one before it plus delta. A record begins with u16 common_type, u8 flags,
/// u8 preempt_count, i32 common_pid. The fields after that have holes, wide arguments, locations instead of texts; the
/// event's <see cref="EventPlan"/> says what to take from where. For sched_process_exec (filename at 8 is a location,
/// pid at 12, old_pid at 16) by thread 77 at time 5000:
/// <code>
/// record  365 0 0 77 | loc 20,8 | 77 | 77 | /bin/ls\0        plan  String 8, Copy 12..20
/// output  u16 365, u32 5000, i32 77 | /bin/ls\0 | 77 | 77
/// </code>
/// Nothing is read outside the committed bytes except the slack behind them, whatever the sub-buffer holds: each record is
/// checked to lie in it, each plan to lie in its record, each location to point into it. One thread at a time.
/// </summary>
internal sealed unsafe class PageTranscoder
{
    private const int HeaderSize = 16;
    private const int ThreadSize = 4;

    /// <summary>Copies move 16 bytes at a time and may read and write up to 15 more than asked.</summary>
    private const int Slack = 64;

    private readonly EventPlan?[] _plans;
    private readonly TaskProcesses _processes;
    private readonly LearntEvent? _learnt;
    private readonly KernelContext[] _contexts;
    private readonly int _cpu;

    /// <summary>The sub-buffer; pinned, followed by slack.</summary>
    private readonly byte[] _page;

    /// <summary>Packet content; pinned, grows.</summary>
    private byte[] _output;

    /// <summary>The time of the last event given out: what follows is never earlier.</summary>
    private ulong _last;

    /// <summary>Makes a transcoder for one CPU.</summary>
    /// <param name="plans">By event id.</param>
    /// <param name="cpu">For error messages.</param>
    /// <param name="pageSize">Bytes of a sub-buffer.</param>
    /// <param name="processes">Which threads are whose, when plans ask for that.</param>
    /// <param name="contexts">What goes with each event beside its thread.</param>
    internal PageTranscoder(EventPlan?[] plans, int cpu, int pageSize, TaskProcesses? processes = null, IReadOnlyList<KernelContext>? contexts = null)
    {
        _contexts = [.. contexts ?? []];
        _plans = plans;
        _cpu = cpu;
        _processes = processes ?? new(static () => { });
        _page = GC.AllocateArray<byte>(pageSize + Slack, pinned: true);
        _output = GC.AllocateUninitializedArray<byte>((pageSize * 2) + Slack, pinned: true);
    }

    /// <summary>Makes one that gives nothing out and learns from <paramref name="learnt"/>.</summary>
    internal PageTranscoder(LearntEvent learnt, TaskProcesses processes, int cpu, int pageSize)
        : this([], cpu, pageSize, processes) => _learnt = learnt;

    /// <summary>The most bytes of context that an event record has.</summary>
    internal static int MaximumContextSize => ThreadSize + KernelContext.MaximumSize;

    /// <summary>Where the caller puts a sub-buffer.</summary>
    internal Span<byte> Page => _page.AsSpan(0, _page.Length - Slack);

    /// <summary>The event records of the last sub-buffer; valid until the next.</summary>
    internal ReadOnlySpan<byte> Content => _output.AsSpan(0, ContentLength);

    /// <summary>Bytes of <see cref="Content"/>.</summary>
    internal int ContentLength { get; private set; }

    /// <summary>Event records in <see cref="Content"/>.</summary>
    internal int Events { get; private set; }

    /// <summary>Records passed over since the start because no plan was made for them.</summary>
    internal long Undescribed { get; private set; }

    /// <summary>At or before the first event of <see cref="Content"/>.</summary>
    internal ulong Begin { get; private set; }

    /// <summary>The time of the last event so far.</summary>
    internal ulong End => _last;

    /// <summary>Transcodes the first <paramref name="length"/> bytes of <see cref="Page"/>.</summary>
    /// <exception cref="InvalidDataException">It is not a sub-buffer; the message names CPU and offset.</exception>
    internal void Transcode(int length)
    {
        // In bounds: both arrays are pinned; length is checked here, everything else against it.
        if ((uint)length > (uint)(_page.Length - Slack) || length < HeaderSize) Corrupt(0, "a sub-buffer has its header");
        fixed (byte* page = _page)
        {
            var committed = *(ulong*)(page + 8) & 0x3FFFFFFF;
            if (committed > (ulong)(length - HeaderSize)) Corrupt(8, $"{committed} bytes are committed, {length - HeaderSize} are there");
            Run(page, page + HeaderSize + (int)committed);
        }
    }

    private void Run(byte* page, byte* end)
    {
        var time = *(ulong*)page;
        var last = Math.Max(time, _last);
        var events = 0;
        var p = page + HeaderSize;
        var start = Pointer(_output);
        var o = start;
        var limit = start + _output.Length - Slack;
        var plans = _plans;
        Begin = last;
        while (end - p >= 4)
        {
            var head = *(uint*)p;
            var length = (head & 31) * 4;
            var record = p + 4;
            if (head << 27 > 28u << 27 || length == 0)
            {
                // Copies, so that the variables of the loop itself can live in registers.
                var at = p;
                var then = time;
                var isRecord = TakeSpecial(page, ref at, end, ref then, out var special, out var specialLength);
                p = at;
                time = then;
                if (!isRecord) continue;
                record = special;
                length = specialLength;
            }
            else
            {
                p = record + length;
                time += head >> 5;
            }

            if (p > end) Corrupt(record - page, "a record ends after the committed bytes");
            var id = *(ushort*)record;
            if (id >= plans.Length || plans[id] is not { } plan)
            {
                if (!TryLearn(page, record, length, id)) Undescribed++;
                continue;
            }

            if (length < plan.FixedSize) Corrupt(record - page, $"a record of event {id} has {length} bytes, its fields need {plan.FixedSize}");
            if (limit - o < plan.Reserve + (plan.DynamicSteps * length))
            {
                var used = o - start;
                Grow(used, plan.Reserve + (plan.DynamicSteps * length));
                start = Pointer(_output);
                o = start + used;
                limit = start + _output.Length - Slack;
            }

            // A step back of the clock is told as no step.
            var stamp = (long)(time - last) < 0 ? last : time;
            o = stamp - last > uint.MaxValue ? WriteExtendedHeader(o, id, stamp) : WriteCompactHeader(o, id, stamp);
            last = stamp;
            *(int*)o = *(int*)(record + 4);
            o += ThreadSize;
            if (_contexts.Length > 0) o = WriteContexts(record, o);
            foreach (ref readonly var step in plan.Steps.AsSpan())
            {
                var from = record + step.Source;
                switch (step.Kind)
                {
                    case StepKind.Copy:
                        // 16 bytes at a time: the excess is overwritten by what comes next or cut off, see Slack.
                        for (var i = 0; i < step.Length; i += 16) Vector128.Load(from + i).Store(o + i);
                        o += step.Length;
                        break;
                    case StepKind.Text when step.Length == 16:
                        WriteText16(from, o);
                        o += 16;
                        break;
                    case StepKind.Add:
                        *(int*)o = *(int*)from + step.Argument;
                        o += 4;
                        break;
                    default:
                        o = WriteRare(page, record, length, step, o);
                        break;
                }
            }

            events++;
        }

        if (events > 0) _last = last;
        Events = events;
        ContentLength = (int)(o - start);
    }

    /// <summary>Handles the types that are no short record. True: there is a record, <paramref name="at"/> is behind it.</summary>
    private bool TakeSpecial(byte* page, ref byte* at, byte* end, ref ulong time, out byte* record, out uint length)
    {
        var p = at;
        var (type, delta) = (*(uint*)p & 31, *(uint*)p >> 5);
        record = p;
        length = 0;
        if (type == 29 && delta == 0)
        {
            at = end;
            return false;
        }

        if (end - p < 8) Corrupt(p - page, "the second word of an event is missing");
        var word = *(uint*)(p + 4);
        if (type >= 30)
        {
            var value = delta + ((ulong)word << 27);
            time = type == 30 ? time + value : Absolute(value, time);
            at += 8;
            return false;
        }

        if (word < 4 || (word & 3) != 0 || word > end - (p + 4)) Corrupt(p + 4 - page, $"an event of {word} bytes does not fit");
        at += 4 + word;
        if (type == 29) return false;
        record = p + 8;
        length = word - 4;
        if (length < 8) Corrupt(record - page, "a record has no head");
        time += delta;
        return true;
    }

    /// <summary>An absolute stamp has 59 bits: the upper ones are those of the time before it, or one more when they ran over.</summary>
    private static ulong Absolute(ulong low, ulong before)
    {
        const ulong mask = (1UL << 59) - 1;
        var time = (before & ~mask) | (low & mask);
        return time < before && before - time > mask / 2 ? time + mask + 1 : time;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* WriteCompactHeader(byte* o, ushort id, ulong time)
    {
        *(ushort*)o = id;
        *(uint*)(o + 2) = (uint)time;
        return o + LttngLayout.CompactHeaderSize;
    }

    /// <summary>After a gap of 2^32 cycles or more.</summary>
    private static byte* WriteExtendedHeader(byte* o, ushort id, ulong time)
    {
        *(ushort*)o = LttngLayout.ExtendedId;
        *(uint*)(o + 2) = id;
        *(ulong*)(o + 6) = time;
        return o + LttngLayout.ExtendedHeaderSize;
    }

    private static void WriteText16(byte* from, byte* o)
    {
        // Lanes before the first null character stay, the others become 0: stale kernel memory does not leave.
        var text = Vector128.Load(from);
        var zeros = Vector128.Equals(text, Vector128<byte>.Zero).ExtractMostSignificantBits();
        var end = Vector128.Create((byte)BitOperations.TrailingZeroCount(zeros | 0x10000));
        (text & Vector128.LessThan(Vector128<byte>.Indices, end)).Store(o);
    }

    /// <summary>Learns from a record that nobody asked for; false when that is not why it is there.</summary>
    private bool TryLearn(byte* page, byte* record, uint length, ushort id)
    {
        if (_learnt is null || id != _learnt.Id) return false;
        if (length < _learnt.FixedSize) Corrupt(record - page, $"a record of event {id} has {length} bytes, its fields need {_learnt.FixedSize}");
        _processes.Learn(*(int*)(record + 4), *(int*)(record + _learnt.TidAt), *(ulong*)(record + _learnt.CloneFlagsAt));
        return true;
    }

    private byte* WriteContexts(byte* record, byte* o)
    {
        foreach (var context in _contexts) *o++ = context.Value(record[2], record[3]);
        return o;
    }

    private byte* WriteRare(byte* page, byte* record, uint length, in PlanStep step, byte* o)
    {
        var from = record + step.Source;
        var size = (int)step.Length;
        if (step.IsDynamic) Locate(page, record, length, step, out from, out size);
        var data = new ReadOnlySpan<byte>(from, size);
        switch (step.Kind)
        {
            case StepKind.Process:
                *(int*)o = _processes.Of(*(int*)from);
                return o + 4;
            case StepKind.Rwbs:
                *(uint*)o = Rwbs.Parse(data);
                return o + 4;
            case StepKind.Text:
                var text = Until0(data);
                text.CopyTo(new Span<byte>(o, size));
                new Span<byte>(o + text.Length, size - text.Length).Clear();
                return o + size;
            case StepKind.String or StepKind.TailString:
                var content = Until0(data);
                content.CopyTo(new Span<byte>(o, content.Length));
                o[content.Length] = 0;
                return o + content.Length + 1;
            default:
                var count = size / step.Length;
                *(uint*)o = (uint)count;
                data[..(count * step.Length)].CopyTo(new Span<byte>(o + 4, size));
                return o + 4 + (count * step.Length);
        }
    }

    private void Locate(byte* page, byte* record, uint length, in PlanStep step, out byte* from, out int size)
    {
        uint offset = step.Source;
        if (step.Kind is StepKind.TailString or StepKind.TailSequence) size = (int)(length - offset);
        else
        {
            var location = *(uint*)(record + offset);
            offset = (location & 0xFFFF) + (step.Relative ? offset + 4 : 0);
            size = (int)(location >> 16);
            if (size == 0) offset = 0;
            if (offset + size > length) Corrupt(record + step.Source - page, $"a location points to {size} bytes at {offset} of a record of {length}");
        }

        from = record + offset;
    }

    private static ReadOnlySpan<byte> Until0(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    private void Grow(long used, long need)
    {
        var larger = GC.AllocateUninitializedArray<byte>(Math.Max(_output.Length * 2, (int)(used + need) + Slack), pinned: true);
        _output.AsSpan(0, (int)used).CopyTo(larger);
        _output = larger;
    }

    // The array is pinned for its life: the pointer holds as long as the field.
    private static byte* Pointer(byte[] pinned) => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));

    [DoesNotReturn]
    private void Corrupt(long offset, string what) => throw new InvalidDataException($"ring buffer of CPU {_cpu}, offset {offset}: {what}");
}
