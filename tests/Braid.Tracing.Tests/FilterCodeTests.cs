using Braid.Script.Filters;
using Braid.Sessions.Rings;
using Braid.Tracing.Filters;
using CsCheck;

namespace Braid.Tracing.Tests;

/// <summary>Code of filters, right and hostile. That right code means what the language says, the recordings of Braid.Cli.Tests compare.</summary>
public sealed class FilterCodeTests
{
    private static readonly TraceField[] s_fields =
    [
        TraceField.Integer("small", 16, signed: true), TraceField.Integer("port", 16, signed: false, networkOrder: true), TraceField.Float("real", 32),
        TraceField.Text("text"), TraceField.Array("items", 32, signed: false), TraceField.Uuid("id"),
        TraceField.Structure("s", TraceField.Text("name"), TraceField.Structure("in", TraceField.Integer("x", 64, signed: true))),
        TraceField.StructureArray("points", TraceField.Integer("x", 8, signed: true), TraceField.Float("y", 64)),
        TraceField.Text("last"),
    ];

    private static readonly byte[] s_record =
    [
        0xFE, 0xFF, 0, 80, 0, 0, 0xC0, 0x3F, (byte)'a', (byte)'b', 0, 2, 0, 0, 0, 7, 0, 0, 0, 8, 0, 0, 0,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, (byte)'n', 0, 0xF6, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0x40, (byte)'z', 0,
    ];

    [Theory]
    [InlineData("small == -2 && port == 80 && real == 1.5")]
    [InlineData("text == \"a*\" && text != \"*a\" && last == \"z\"")]
    [InlineData("items[1] == 8 && _items_length == 2 && _points_length == 2")]
    [InlineData("id[15] == 15")]
    [InlineData("s.name == \"n\" && s.in.x == -10")]
    [InlineData("points[0].x == 1 && points[0].y == 0.5 && points[1].x == -1 && points[1].y == 2.0")]
    [InlineData("0 || !(0 && items[7] == 1)")]
    [InlineData("\"a\" == \"a\"")]
    public void Accepts(string filter) => Assert.True(Evaluate(FilterCompiler.Compile(FilterParser.Parse(filter)), s_record));

    [Theory]
    [InlineData("1 || nothing == 1")]
    [InlineData("items[2] == 0 || 1")]
    [InlineData("points[2].x == 0 || 1")]
    [InlineData("s.none == 0 || 1")]
    [InlineData("s == 0 || 1")]
    [InlineData("text == 5 || 1")]
    [InlineData("!(small << 64)")]
    [InlineData("~real == 0 || 1")]
    public void Rejects(string filter) => Assert.False(Evaluate(FilterCompiler.Compile(FilterParser.Parse(filter)), s_record));

    [Fact]
    public void Code_is_as_documented() => Assert.Equal(
        "04-01-61-00-01-64-00-00-00-00-00-00-00-24-30-0E-00-04-01-62-00-03-02-00-01-00-78-00-00-20-32",
        BitConverter.ToString(FilterCompiler.Compile(FilterParser.Parse("a > 100 && b == \"x*\""))));

    [Fact]
    public void Any_bytes_are_refused_or_evaluated() =>
        Gen.Select(Gen.Byte.Array[0, 60], Gen.Byte.Array[0, 60]).Sample((code, record) => { Evaluate(code, record); }, iter: 100_000);

    [Fact]
    public void Damaged_code_and_records_are_refused_or_evaluated()
    {
        var code = FilterCompiler.Compile(FilterParser.Parse("(small == -2 || text == \"a*b\") && points[1].y > 1.0 && $ctx.procname == \"*\" && (s.in.x & 1 << 3) != 0 || last == \"*z\""));
        var changes = Gen.Select(Gen.Int[0, code.Length - 1], Gen.Byte).Array[1, 3];
        var damage = Gen.Select(Gen.Int[0, s_record.Length - 1], Gen.Byte).Array[0, 3];
        Gen.Select(changes, damage, Gen.Int[0, s_record.Length]).Sample(
            (codeChanges, recordChanges, length) =>
            {
                var (broken, record) = (code.ToArray(), s_record.ToArray());
                foreach (var (at, value) in codeChanges) broken[at] = value;
                foreach (var (at, value) in recordChanges) record[at] = value;
                Evaluate(broken, record[..length]);
            }, iter: 200_000);
    }

    /// <summary>False for code that is refused; whatever happens, no exception.</summary>
    private static bool Evaluate(byte[] code, byte[] record)
    {
        if (FilterReader.Read(code, out var deepest) is not { } instructions) return false;
        var room = new byte[record.Length + instructions.Sum(static instruction => instruction.Context?.MaxSize ?? 0)];
        record.CopyTo(room, 0);
        return new EventFilter(instructions, deepest, s_fields).Accepts(room, record.Length);
    }
}
