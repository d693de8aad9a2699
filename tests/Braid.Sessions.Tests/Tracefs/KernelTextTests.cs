using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Tests.Tracefs;

/// <summary>
/// The kernel can print every field of every record itself (option <c>fields</c>). What it prints of a buffer, and what we
/// make of the same buffer, must agree: event by event, field by field, for every event that can be made to fire.
/// </summary>
[Collection("kernel")]
public sealed class KernelTextTests(ITestOutputHelper output)
{
    private const int EventsWanted = 1_000_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);

    [Fact]
    public void EveryFieldOfAMillionEventsIsWhatTheKernelPrints()
    {
        var mount = TracefsMount.Open();
        if (!File.Exists($"{mount.Path}/options/fields")) Assert.Skip("this kernel cannot print fields (before 6.4)");
        var catalogue = new EventCatalogue(mount);
        var selection = EventSelection.Resolve(catalogue, ["*"], ["*"]);
        var comparison = new KernelTextComparison(selection);
        var directory = Directory.CreateTempSubdirectory("braid-test-").FullName;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            while (comparison.Events < EventsWanted)
            {
                foreach (var part in Workload.Parts)
                {
                    using var instance = TracefsInstance.Create(mount, "counter", 12 << 20);
                    instance.Write("options/irq-info", "0");
                    instance.Enable(catalogue, selection.Events.Where(e => e != EventCatalogue.Print));
                    instance.TracingOn = true;
                    Workload.Files(3);
                    Workload.Subsystem(directory, part);
                    instance.TracingOn = false;
                    instance.DisableAll();
                    for (var cpu = 0; cpu < Environment.ProcessorCount; cpu++) comparison.Compare(instance, cpu, sentences: part == "processes");
                }

                Assert.True(watch.Elapsed < s_patience, $"{comparison.Events} events after {watch.Elapsed}");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }

        output.WriteLine($"{comparison.Events:N0} events of {comparison.Kinds.Count} kinds, {comparison.Fields:N0} fields, in {watch.Elapsed.TotalSeconds:0} s; "
            + $"not printed as fields: {comparison.Pointers:N0} pointers to text, {comparison.Unprinted:N0} arrays; {comparison.Told:N0} of these found in the kernel's sentences");
        output.WriteLine(string.Join(' ', comparison.Kinds.Order()));
        Assert.True(comparison.Kinds.Count > 400);
        Assert.True(comparison.Told > 1000);
    }
}
