namespace Braid.Tracing.TestApp;

/// <summary>One event of each shape, with values that tests expect.</summary>
public static class Kinds
{
    public static readonly Guid Id = new("00112233-4455-6677-8899-aabbccddeeff");
    public static readonly DateTime Time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(1234567);

    public static void Emit()
    {
        AppTrace.Integers(-1, 255, -2, 65535, -3, uint.MaxValue, long.MinValue, ulong.MaxValue, -4, 5, 'é', true);
        AppTrace.Others(1.5f, -2.25, Colour.Blue, Id, Time);
        AppTrace.Texts(null, "span", ['c', 'h'], "a longer text, more than sixteen");
        AppTrace.Texts("nul\0cut", "grüße 漢字 😀", [], "12345678");
        AppTrace.Arrays([1, 2, 255], [-1, int.MaxValue], [7], []);
        AppTrace.Arrays(default, null, default, [long.MinValue]);
    }
}
