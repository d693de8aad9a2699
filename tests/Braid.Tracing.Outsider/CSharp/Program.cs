using Braid.Tracing;
using Outsider;

// Records one event of each kind and then COUNT ticks on each of two threads.
var count = long.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture);

OutsiderTrace.Empty();
OutsiderTrace.Integers(-1, 255, -2, 65535, -3, 4294967295, -4, ulong.MaxValue, -5, 6, 'A', true);
OutsiderTrace.Others(1.5f, -2.25, Colour.Blue, new Guid("00112233-4455-6677-8899-aabbccddeeff"), DateTime.UnixEpoch.AddSeconds(1));
OutsiderTrace.Texts(null, "spän", ['o', 'k'], "end");
OutsiderTrace.Shown(255, 8, 0x5000, [1, 2], [-1], [0.5, 2]);
using (OutsiderTrace.Work(7))
{
    if (TraceText.IsEnabled) TraceText.Write("plain");
    TraceText.Write($"{count} ticks");
    if (TraceText.IsEnabledAt(TraceLevel.Error)) TraceText.Write(TraceLevel.Error, $"level {nameof(TraceLevel.Error)}");
    TraceText.Write(TraceLevel.Debug, "no holes");
}

new Tracepoint<int>("outsider", "one", "a").Write(1);
new Tracepoint<int, string>("outsider", "two", "a", "b").Write(1, "zwei");
new Tracepoint<Colour, double, Guid>("outsider", "three", "a", "b", "c", TraceLevel.Alert).Write(Colour.Red, 3.5, Guid.Empty);
new Tracepoint<bool, char, DateTime, int[]>("outsider", "four", "a", "b", "c", "d").Write(true, 'B', DateTime.UnixEpoch, [4, 44]);

var byHand = new Tracepoint("outsider", "by_hand", TraceLevel.Notice, TraceField.Integer("number", 16, signed: true), TraceField.Text("text"),
    TraceField.Uuid("id"), TraceField.Array("array", 8, signed: false, TraceBase.Hexadecimal));
if (byHand.IsEnabled)
{
    ReadOnlySpan<byte> array = [10, 11];
    var record = byHand.Begin(sizeof(short) + TraceRecord.SizeOfText("hand") + 16 + TraceRecord.SizeOfArray(array));
    if (record.IsRecording)
    {
        record.Write((short)-7);
        record.WriteText("hand");
        record.WriteUuid(new Guid("00112233-4455-6677-8899-aabbccddeeff"));
        record.WriteArray(array);
        record.Commit();
    }
}

var threads = Enumerable.Range(0, 2).Select(t => new Thread(() =>
{
    for (long i = 0; i < count; i++) OutsiderTrace.Tick(t, i);
})).ToList();
threads.ForEach(t => t.Start());
threads.ForEach(t => t.Join());
