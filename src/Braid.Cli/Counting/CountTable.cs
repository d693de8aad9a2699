using System.Globalization;

namespace Braid.Cli.Counting;

/// <summary>Prints counts for people, in the manner of perf stat.</summary>
internal static class CountTable
{
    private const int ValueWidth = 20, NameWidth = 28;

    public static void Print(Counts counts, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Counts of {counts.Subject}{(counts.Runs > 1 ? $", means of {counts.Runs} runs" : "")}:");
        output.WriteLine();
        foreach (var count in counts.Events) output.WriteLine(Line(count, counts).TrimEnd());
        output.WriteLine();
        output.WriteLine(Row(Text("0.000000", counts.Elapsed), "seconds elapsed").TrimEnd());
        if (counts.Times is not var (user, kernel)) return;
        output.WriteLine(Row(Text("0.000000", user), "seconds user").TrimEnd());
        output.WriteLine(Row(Text("0.000000", kernel), "seconds sys").TrimEnd());
    }

    private static string Line(Count count, Counts counts)
    {
        if (count.State != CountState.Counted) return Row(count.State == CountState.NotSupported ? "<not supported>" : "<not permitted>", count.Event.Name);
        var value = count.Event.IsTime ? $"{Text("#,0.00", count.Mean / 1e6)} ms" : Text("#,0", count.Mean);
        var line = $"{Row(value, count.Event.Name)}{Metric(count, counts)}";
        if (counts.Runs > 1) line += $"  ±{Text("0.00 %", count.Error)}";
        return count.Share < 0.9995 ? $"{line}  ({Text("0.0 %", count.Share)} of the time)" : line;
    }

    private static string Metric(Count count, Counts counts)
    {
        if (count.Event.IsTime) return counts.Elapsed > 0 ? $"{Text("0.000", count.Mean / 1e9 / counts.Elapsed)} CPUs" : "";
        if (count.Event.Event == "instructions" && counts.Find("cycles") is { Mean: > 0 } cycles) return $"{Text("0.00", count.Mean / cycles.Mean)} per cycle";
        if (count.Event.Event == "branch-misses" && counts.Find("branches") is { Mean: > 0 } branches) return $"{Text("0.00 %", count.Mean / branches.Mean)} of branches";
        return counts.CpuSeconds is { } seconds ? $"{Parsing.Rate(count.Mean / seconds)}/s" : "";
    }

    private static string Row(string value, string name) => $"{value.PadLeft(ValueWidth)}  {name.PadRight(NameWidth)}";

    private static string Text(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
