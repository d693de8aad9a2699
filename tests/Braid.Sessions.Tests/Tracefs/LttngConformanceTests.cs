using System.Text.RegularExpressions;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>
/// What lttng-modules declares, as its own headers have it (lttng-modules-2.13.txt), against the event classes that we make
/// of this kernel's events.
/// </summary>
public sealed partial class LttngConformanceTests(ITestOutputHelper output)
{
    private static readonly EventCatalogue s_catalogue = new(TracefsMount.Open());

    private static readonly Dictionary<string, (string Name, string[] Fields)> s_lttng = Lines("lttng-modules-2.13.txt")
        .Where(static l => l.Length > 0 && l[0] != '#').Select(static l => l.Split(' '))
        .ToDictionary(static w => w[0], static w => (w[1], w[2..]));

    /// <summary>The fields that docs/formats/kernel-events.md says this kernel's events lack: event and field.</summary>
    private static readonly HashSet<(string, string)> s_lacking =
    [
        .. from line in Lines("kernel-events.md")
           let row = LackingRow().Match(line)
           where row.Success
           from name in row.Groups[1].Value.Split(' ')
           from field in row.Groups[2].Value.Split(' ')
           select (name.Trim('`', ','), field.Trim('`', ',')),
    ];

    [Fact]
    public void AnEventThatLttngHasIsCalledAsLttngCallsIt()
    {
        var compared = 0;
        foreach (var name in s_catalogue.All)
        {
            if (!s_lttng.TryGetValue(name.ToString(), out var lttng)) continue;
            Assert.Equal(lttng.Name, EventMapping.Name(name));
            compared++;
        }

        output.WriteLine($"{compared} of LTTng's {s_lttng.Count} events are this kernel's");
        Assert.True(compared > 250);
    }

    /// <summary>Also those that this kernel lacks: other kernels have them.</summary>
    [Fact]
    public void EveryNameOfLttngsComesOutOfTheRows()
    {
        foreach (var (full, (expected, _)) in s_lttng)
        {
            var parts = full.Split(':');
            Assert.Equal(expected, EventMapping.Name(new(parts[0], parts[1])));
            Assert.True(LttngRules.Default.IsLttngs(parts[0], parts[1]), $"{full} is not among the events that LTTng has");
        }
    }

    /// <summary>What the kernel does not tell is listed in docs/formats/kernel-events.md, and nothing else is.</summary>
    [Fact]
    public void AnEventThatLttngHasHasLttngsFieldsButThoseListed()
    {
        var lacking = new HashSet<(string, string)>();
        var (events, fields) = (0, 0);
        foreach (var name in s_catalogue.All)
        {
            if (!s_lttng.TryGetValue(name.ToString(), out var lttng)) continue;
            var own = PlanBuilder.Build(s_catalogue.Format(name)).Class.Payload?.Members.Select(static m => m.Name).ToHashSet() ?? [];
            lacking.UnionWith(lttng.Fields.Where(f => !own.Contains(f)).Select(f => (lttng.Name, f)));
            events++;
            fields += lttng.Fields.Length;
        }

        output.WriteLine($"{events} events, {fields} fields, of which {lacking.Count} are lacking: {string.Join(' ', lacking)}");
        Assert.Empty(lacking.Except(s_lacking));
        var known = s_catalogue.All.Select(EventMapping.Name).ToHashSet();
        Assert.Empty(s_lacking.Where(l => known.Contains(l.Item1)).Except(lacking));
    }

    /// <summary>Every name row is the first that fits some event of this kernel or of LTTng's, every field row some field of this kernel.</summary>
    [Fact]
    public void EveryRowIsUsed()
    {
        var names = s_catalogue.All.Select(static n => n.ToString()).Concat(s_lttng.Keys).ToList();
        foreach (var rule in LttngRules.Default.Names)
            Assert.True(names.Exists(n => LttngRules.Default.Names.First(r => r.Apply(n) is not null || r == rule) == rule && rule.Apply(n) is not null), $"name {rule.From}");
        var used = new HashSet<(string, string)>();
        foreach (var name in s_catalogue.All)
        {
            foreach (var field in s_catalogue.Format(name).Fields) used.Add(Used(s_catalogue.Format(name), field));
        }

        foreach (var rule in LttngRules.Default.Fields) Assert.True(used.Contains((rule.Events.ToString(), rule.Field)), $"field {rule.Events} {rule.Field}");

        static (string, string) Used(EventFormat format, FormatField field) => (EventMapping.Field(format, field).Events.ToString(), field.Name);
    }

    /// <summary>Format files of other kernels: its text, the subsystem, and what becomes of it.</summary>
    public static readonly TheoryData<string, string, string> OtherKernels = new()
    {
        {
            // Linux 4.x, CONFIG_SCHEDSTATS
            """
            name: sched_stat_wait
            ID: 310
            format:
                    field:unsigned short common_type;       offset:0;       size:2; signed:0;
                    field:unsigned char common_flags;       offset:2;       size:1; signed:0;
                    field:unsigned char common_preempt_count;       offset:3;       size:1; signed:0;
                    field:int common_pid;   offset:4;       size:4; signed:1;

                    field:char comm[16];    offset:8;       size:16;        signed:1;
                    field:pid_t pid;        offset:24;      size:4; signed:1;
                    field:u64 delay;        offset:32;      size:8; signed:0;

            print fmt: "comm=%s pid=%d delay=%Lu [ns]", REC->comm, REC->pid, (unsigned long long)REC->delay
            """,
            "sched", "sched_stat_wait { comm text16, tid i32, delay u64 }"
        },
        {
            // Linux 4.4
            """
            name: mm_vmscan_writepage
            ID: 509
            format:
              field:unsigned short common_type;   offset:0;   size:2; signed:0;
              field:unsigned char common_flags;   offset:2;   size:1; signed:0;
              field:unsigned char common_preempt_count;   offset:3;   size:1; signed:0;
              field:int common_pid;   offset:4;   size:4; signed:1;

              field:unsigned long pfn;    offset:8;   size:8; signed:0;
              field:int reclaim_flags;    offset:16;  size:4; signed:1;

            print fmt: "page=%p pfn=%lu flags=%s", (((struct page *)vmemmap_base) + (REC->pfn)), REC->pfn, (REC->reclaim_flags) ? __print_flags(REC->reclaim_flags, "|", {0x0001u, "RECLAIM_WB_ANON"}, {0x0002u, "RECLAIM_WB_FILE"}) : "RECLAIM_WB_NONE"
            """,
            "vmscan", "mm_vmscan_writepage { pfn u64, reclaim_flags i32 }"
        },
    };

    [Theory]
    [MemberData(nameof(OtherKernels))]
    public void AnEventOfAnotherKernelIsDeclaredAsLttngDeclaresIt(string format, string subsystem, string expected)
    {
        var (type, _) = PlanBuilder.Build(FormatParser.Parse(format, "recorded", subsystem));
        Assert.Equal(expected, $"{type.Name} {{ {string.Join(", ", type.Payload!.Members.Select(static m => $"{m.Name} {Describe(m.Class)}"))} }}");
        var lttng = s_lttng[$"{subsystem}:{FormatParser.Parse(format, "recorded", subsystem).Name}"];
        Assert.Equal(lttng.Name, type.Name);
    }

    private static string Describe(FieldClass type) => type switch
    {
        IntegerFieldClass i => $"{(i.IsSigned ? 'i' : 'u')}{i.Size}",
        StaticLengthStringFieldClass s => $"text{s.Length}",
        _ => type.GetType().Name,
    };

    private static string[] Lines(string resource)
    {
        using var stream = typeof(LttngConformanceTests).Assembly.GetManifestResourceStream(resource)!;
        using var text = new System.IO.StreamReader(stream);
        return text.ReadToEnd().Split('\n');
    }

    [GeneratedRegex(@"^\| ((?:`\w+`,? ?)+) \| ((?:`\w+`,? ?)+) \|")]
    private static partial Regex LackingRow();
}
