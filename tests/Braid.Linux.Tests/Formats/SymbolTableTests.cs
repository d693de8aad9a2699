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
    [InlineData("""__print_flags(REC->vec, "", { (1u << 0), "S" }, { (1ULL << 63) , "D" }, {0,  "N"})""", "flags 1=S -9223372036854775808=D 0=N")]
    [InlineData("""__print_flags((unsigned long) REC->vec, "|", {( unsigned long)(((( gfp_t)((((1UL))) << (4)))) | 0x10u), "A"})""", "flags 16=A")]
    [InlineData("""(REC->vec) ? __print_flags(REC->vec, "|", {0x0001u, "A"}, {~1 & 0xF, "B"} ) : "none" """, "flags 1=A 14=B")]
    [InlineData("""__print_symbolic((REC->vec >> 8), { 1, "B" })""", null)]
    [InlineData("""__print_symbolic(REC->other, { 1, "B" }), __print_symbolic(REC->vec, { (-2), "C" }, { 5 - 2 * 1, "D" })""", null)]
    [InlineData("""__print_symbolic(REC->other, { 1, "B" }), __print_symbolic(REC->vec, { (-2), "C" }, { 8 - 2 - 1, "D" })""", "-2=C 5=D")]
    [InlineData("""__print_flags(REC->vec, "|", { (1 << 1, "S" })""", null)]
    [InlineData("""__print_flags(REC->vec, "|", { 08, "S" })""", null)]
    public void TakesLiteralTablesWhole(string print, string? expected)
    {
        var table = SymbolTable.Find($"\"%s\", {print}", "vec");
        var text = table is null ? null : (table.IsFlags ? "flags " : "") + string.Join(' ', table.Entries.Select(e => $"{e.Value}={e.Label}"));
        Assert.Equal(expected, text);
    }
}
