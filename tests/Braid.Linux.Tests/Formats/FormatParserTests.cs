using Braid.Linux.Formats;
using Braid.Linux.Ftrace;

namespace Braid.Linux.Tests.Formats;

public sealed class FormatParserTests
{
    private static readonly TracefsMount s_mount = TracefsMount.Open();

    [Theory]
    [InlineData("unsigned short common_x;\toffset:0;\tsize:2;\tsigned:0;", "unsigned short", FieldStorage.InPlace, false, 2)]
    [InlineData("char comm[16];\toffset:8;\tsize:16;\tsigned:0;", "char", FieldStorage.InPlace, true, 1)]
    [InlineData("unsigned long args[6];\toffset:16;\tsize:48;\tsigned:0;", "unsigned long", FieldStorage.InPlace, true, 8)]
    [InlineData("__data_loc char[] filename;\toffset:8;\tsize:4;\tsigned:0;", "char", FieldStorage.DataLocation, true, 1)]
    [InlineData("__data_loc u64[] bits;\toffset:8;\tsize:4;\tsigned:0;", "u64", FieldStorage.DataLocation, true, 8)]
    [InlineData("__rel_loc unsigned int[] ids;\toffset:8;\tsize:4;\tsigned:0;", "unsigned int", FieldStorage.RelativeLocation, true, 4)]
    [InlineData("__data_loc cpumask_t mask;\toffset:8;\tsize:4;\tsigned:0;", "cpumask_t", FieldStorage.DataLocation, false, 8)]
    [InlineData("const char * filename;\toffset:24;\tsize:8;\tsigned:0;", "const char *", FieldStorage.InPlace, false, 8)]
    [InlineData("const void *const p;\toffset:24;\tsize:8;\tsigned:0;", "const void *const", FieldStorage.InPlace, false, 8)]
    [InlineData("char buf[];\toffset:16;\tsize:0;\tsigned:0;", "char", FieldStorage.Tail, true, 1)]
    [InlineData("u8 arr[];\toffset:16;\tsize:4;\tsigned:0;", "u8", FieldStorage.InPlace, true, 1)]
    public void ReadsADeclaration(string line, string type, FieldStorage storage, bool array, int element)
    {
        var format = FormatParser.Parse($"name: x\nID: 7\nformat:\n\tfield:{line}\n\nprint fmt: \"\"", "test", "s");
        var field = format.Fields.Concat(format.CommonFields).Single();
        Assert.Equal((type, storage, array, element), (field.Type, field.Storage, field.IsArray, field.ElementSize));
    }

    [Theory]
    [InlineData("name: x\n", "test: no name and ID")]
    [InlineData("name: x\nID: 7\n\tfield:int a; offset:x; size:4; signed:1;", "test:3: 'x' is no number")]
    [InlineData("name: x\nID: 7\n\tfield:int a; size:4;", "test:3: a field has a declaration, an offset, a size and a sign")]
    [InlineData("name: x\nID: 70000\n", "test: no name and ID")]
    public void NamesTheLineThatIsWrong(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => FormatParser.Parse(text, "test", "s")).Message);

    [Fact]
    public void UnderstandsEveryFormatOfThisKernel()
    {
        var catalogue = new EventCatalogue(s_mount);
        Assert.True(catalogue.All.Count > 500);
        var ids = new HashSet<int>();
        foreach (var name in catalogue.All)
        {
            var format = catalogue.Format(name);
            Assert.True(ids.Add(format.Id), $"{name}: id {format.Id} is not unique");
            Assert.Equal(name.Event, format.Name);
            Assert.Equal(["common_type", "common_flags", "common_preempt_count", "common_pid"], format.CommonFields.Select(f => f.Name));
            var end = 8;
            foreach (var field in format.Fields.OrderBy(f => f.Offset))
            {
                Assert.True(field.Offset >= end, $"{name}.{field.Name} overlaps its neighbour");
                Assert.True(field.Storage != FieldStorage.InPlace || field.Size == field.ElementSize * field.Count, $"{name}.{field.Name}: {field}");
                Assert.True(field.Storage is FieldStorage.InPlace or FieldStorage.Tail || field.Size == 4, $"{name}.{field.Name}: {field}");
                end = field.Offset + field.Size;
            }

            Assert.Equal(format.FixedSize, end);
        }
    }

    [Fact]
    public void TheNumberOfFieldsIsThatOfTheFiles()
    {
        var catalogue = new EventCatalogue(s_mount);
        foreach (var name in catalogue.All)
        {
            var lines = File.ReadLines($"{s_mount.Events}/{name.Subsystem}/{name.Event}/format").Count(l => l.StartsWith("\tfield:", StringComparison.Ordinal));
            Assert.Equal(lines, catalogue.Format(name).Fields.Count + catalogue.Format(name).CommonFields.Count);
        }
    }
}
