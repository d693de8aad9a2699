using System.Globalization;
using System.Text.RegularExpressions;
using Braid.Ctf.Packets;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>
/// The kernel can print every field of every record itself (option <c>fields</c>). What it prints of a buffer, and what we
/// make of the same buffer, must agree: event by event, field by field.
/// </summary>
[Collection("kernel")]
public sealed partial class KernelTextTests(ITestOutputHelper output)
{
    private readonly HashSet<string> _compared = [];
    private long _fields;

    [Fact]
    public void EveryFieldIsWhatTheKernelPrints()
    {
        var mount = TracefsMount.Open();
        if (!File.Exists($"{mount.Path}/options/fields")) Assert.Skip("this kernel cannot print fields (before 6.4)");
        var catalogue = new EventCatalogue(mount);
        var selection = EventSelection.Resolve(catalogue, ["*"], ["*"]);
        using var instance = TracefsInstance.Create(mount, "counter", 6 << 20);
        instance.Write("options/fields", "1");
        instance.Write("options/irq-info", "0");
        instance.Enable(catalogue, selection.Events.Where(e => e != EventCatalogue.Print));
        instance.TracingOn = true;
        for (var i = 0; i < 5; i++) Work();
        instance.TracingOn = false;
        instance.DisableAll();

        for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++) CompareCpu(instance, catalogue, selection, cpu);

        output.WriteLine($"{_fields} fields of {_compared.Count} kinds of event: {string.Join(' ', _compared.Order())}");
        Assert.True(_compared.Count > 60);
        Assert.Subset(_compared, new HashSet<string>(["sched_switch", "sched_waking", "sched_process_exec", "sched_process_fork", "sys_enter_openat", "sys_exit_openat",
            "mm_page_alloc", "kmem_cache_alloc"]));
    }

    private static void Work()
    {
        Workload.Files(3);
        using var program = System.Diagnostics.Process.Start("true");
        program.WaitForExit();
    }

    private void CompareCpu(TracefsInstance instance, EventCatalogue catalogue, EventSelection selection, int cpu)
    {
        var lines = instance.Read($"per_cpu/cpu{cpu}/trace").Split('\n').Where(l => l.Length > 0 && l[0] != '#').ToList();
        var stream = LttngLayout.StreamClass(new ClockClass { Name = "c" }, TracefsSource.EventContext);
        var formats = selection.Events.Select(catalogue.Format).ToDictionary(f => EventMapping.Name(new(f.Subsystem, f.Name)));
        var plans = new EventPlan?[ushort.MaxValue];
        foreach (var format in formats.Values)
        {
            var (eventClass, plan) = PlanBuilder.Build(format);
            stream.Events.Add(eventClass);
            plans[format.Id] = plan;
        }

        var events = new List<ReadEvent>();
        using var buffer = instance.OpenCpu(cpu);
        var transcoder = new PageTranscoder(plans, cpu, instance.SubBufferSize);
        while (buffer.ReadPage(transcoder.Page) is > 0 and var length)
        {
            transcoder.Transcode(length);
            byte[] packet = [.. new byte[LttngLayout.PacketHeaderSize], .. transcoder.Content];
            StreamReader.ReadPacket(packet, transcoder.Begin, transcoder.End, stream, events);
        }

        Assert.Equal(0, transcoder.Undescribed);
        var printed = lines.Select(l => Line().Match(l)).Where(m => m.Success).ToList();
        Assert.Equal(printed.Count, events.Count);
        for (var i = 0; i < events.Count; i++) CompareEvent(printed[i], events[i], formats[events[i].Name]);
    }

    private void CompareEvent(Match line, ReadEvent read, EventFormat format)
    {
        Assert.Equal(format.Name, line.Groups["event"].Value);
        Assert.Equal(line.Groups["pid"].Value, read.Tid.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(line.Groups["time"].Value, read.Time.ToString(CultureInfo.InvariantCulture));
        _compared.Add(format.Name);
        var rest = " " + line.Groups["fields"].Value;
        for (var i = 0; i < format.Fields.Count; i++)
        {
            var field = format.Fields[i];
            var begin = rest.IndexOf($" {field.Name}=", StringComparison.Ordinal);
            Assert.True(begin >= 0, $"{line.Value}: no field {field.Name}");
            rest = rest[(begin + field.Name.Length + 2)..];
            var end = i + 1 < format.Fields.Count ? rest.LastIndexOf($" {format.Fields[i + 1].Name}=", StringComparison.Ordinal) : rest.Length;
            CompareField(rest[..end], read, format, field, line.Value);
            rest = rest[end..];
        }
    }

    private void CompareField(string text, ReadEvent read, EventFormat format, FormatField field, string line)
    {
        var rule = EventMapping.Field(format, field);
        if (rule.Conversion == FieldConversion.Drop) return;

        // Of a char * the kernel prints not the value but where in its buffer the value is.
        if (field.Type.Contains("char", StringComparison.Ordinal) && field.IsPointer) return;
        var value = read.Fields[rule.Name];
        _fields++;
        switch (value)
        {
            case string s:
                // Octal escapes and unprintable bytes are the kernel's way of printing; the texts of this machine have none.
                Assert.True(text.TrimEnd() == s.TrimEnd() || s.Any(c => c is < ' ' or > '~'), $"{line}: {field.Name} is '{s}'");
                break;
            case object[]:
                break;
            case var _ when rule.Conversion == FieldConversion.Rwbs:
                Assert.Equal(Rwbs.Parse(System.Text.Encoding.ASCII.GetBytes(text)), (uint)(ulong)value);
                break;
            default:
                var number = read.Number(rule.Name) + (rule.Conversion == FieldConversion.Priority ? 100 : 0);
                Assert.True(IsPrintedAs(text, number, field), $"{line}: {field.Name} is {number} (0x{number:x}), printed '{text}'");
                break;
        }
    }

    /// <summary>Numbers are printed as <c>0xHEX (DECIMAL)</c>, bytes as <c>(DECIMAL)</c>, code as <c>SYMBOL (DECIMAL)</c>.</summary>
    private static bool IsPrintedAs(string text, long number, FormatField field)
    {
        var type = CType.TryGet(field.Type, out var size, out _) && size < field.Size ? size : field.Size;
        var mask = type == 8 ? ulong.MaxValue : (1UL << (type * 8)) - 1;
        if (Hexadecimal().Match(text) is { Success: true } hex)
            return (ulong.Parse(hex.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) & mask) == ((ulong)number & mask);
        var printed = long.Parse(Parenthesis().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
        return (uint)printed == (uint)number || ((ulong)printed & mask) == ((ulong)number & mask);
    }

    [GeneratedRegex(@"^.{16}-(?<pid>\d+) +\[\d+\] +(?<time>\d+): (?<event>\w+): ?(?<fields>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"^0x([0-9a-f]+)")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\((-?\d+)\)$")]
    private static partial Regex Parenthesis();
}
