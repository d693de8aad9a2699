using Braid.Linux.Formats;

namespace Braid.Linux.Tests.Formats;

public sealed class SymbolTableTests
{
    [Theory]
    [InlineData("""__print_symbolic(REC->vec, { 0, "HI" }, { 1, "TIMER" })""", "0=HI 1=TIMER")]
    [InlineData("""__print_symbolic(REC->vec, {0x10,"A"}, { -1, "B,}" })""", "16=A -1=B,}")]
    [InlineData("""__print_symbolic(REC->vec, { 1UL, "A" })""", "1=A")]
    [InlineData("""__print_symbolic(REC->vec, { MODE_ABS, "ABS" }, { 1, "B" })""", null)]
    [InlineData("""__print_symbolic(REC->vec, { 1, "B" }, { MODE_ABS, "ABS" })""", null)]
    [InlineData("""__print_symbolic(REC->vec & 3, { 1, "B" })""", null)]
    [InlineData("""__print_symbolic(REC->other, { 1, "B" })""", null)]
    [InlineData("""__print_symbolic(REC->vec, { 1, "B" """, null)]
    [InlineData("""__print_symbolic(REC->vec, """, null)]
    [InlineData("""__print_flags(REC->vec, "|", { 1, "S" }, { 2, "D" })""", "flags 1=S 2=D")]
    public void TakesLiteralTablesWhole(string print, string? expected)
    {
        var table = SymbolTable.Find($"\"%s\", {print}", "vec");
        var text = table is null ? null : (table.IsFlags ? "flags " : "") + string.Join(' ', table.Entries.Select(e => $"{e.Value}={e.Label}"));
        Assert.Equal(expected, text);
    }
}
