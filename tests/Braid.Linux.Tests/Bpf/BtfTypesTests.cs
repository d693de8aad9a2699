using System.Text;
using Braid.Linux.Bpf;

namespace Braid.Linux.Tests.Bpf;

public sealed class BtfTypesTests
{
    /// <summary>
    /// <code>
    /// 1 int   2 struct inner { int a; int b; }   3 union { inner (no name); int c; }   4 typedef inner_t -> 2   5 const -> 4   6 * -> 5
    /// 7 struct outer { int x; union (no name); int bits : 3; const inner_t *p; }
    /// </code>
    /// </summary>
    private static byte[] Small()
    {
        using var types = new MemoryStream();
        using var writer = new BinaryWriter(types);
        Type("int", BtfKind.Integer, 0, 4, 0x01000020);
        Type("inner", BtfKind.Structure, 2, 8, Name("a"), 1, 0, Name("b"), 1, 32);
        Type("", BtfKind.Union, 2, 8, 0, 2, 0, Name("c"), 1, 0);
        Type("inner_t", BtfKind.Typedef, 0, 2);
        Type("", BtfKind.Const, 0, 4);
        Type("", BtfKind.Pointer, 0, 5);
        Type("outer", BtfKind.Structure | (BtfKind)0x80, 4, 32, Name("x"), 1, 0, 0, 3, 32, Name("bits"), 1, (3 << 24) | 96, Name("p"), 6, 128);
        using var file = new MemoryStream();
        using var header = new BinaryWriter(file);
        header.Write(0x0001EB9F);
        foreach (var word in new[] { 24, 0, (int)types.Length, (int)types.Length, Strings.Length }) header.Write(word);
        header.Write(types.ToArray());
        header.Write(Encoding.UTF8.GetBytes(Strings));
        return file.ToArray();

        static int Name(string name) => name.Length == 0 ? 0 : Strings.IndexOf($"\0{name}\0", StringComparison.Ordinal) + 1;

        void Type(string name, BtfKind kind, int count, int size, params int[] rest)
        {
            writer.Write(Name(name));
            writer.Write(((int)kind << 24) | count);
            writer.Write(size);
            foreach (var word in rest) writer.Write(word);
        }
    }

    private const string Strings = "\0int\0inner\0a\0b\0c\0inner_t\0outer\0x\0bits\0p\0";

    [Fact]
    public void MembersAreFoundThroughMembersWithoutAName()
    {
        var types = BtfTypes.Parse(Small(), "small");
        Assert.Equal(8, types.Count);
        Assert.Equal(new BtfMember(32 + 32, 0, 1), types.Member("outer", "b"));
        Assert.Equal(new BtfMember(32, 0, 1), types.Member("outer", "c"));
        Assert.Equal(new BtfMember(96, 3, 1), types.Member("outer", "bits"));
        Assert.Equal(16, types.Member("outer", "p")!.Value.Offset);
        Assert.Equal(2, types.Resolve(types.Member("outer", "p")!.Value.Type, pointers: true));
        Assert.Equal(8, types.Size(4));
        Assert.Null(types.Member("outer", "d"));
        Assert.Equal(0, types.Find(BtfKind.Union, "inner"));
    }

    /// <summary>Whatever a byte is changed to, there is an answer or an error that says where.</summary>
    [Fact]
    public void DamagedTypesAreAnErrorThatNamesTheOffset()
    {
        var random = new Random(1);
        var (answers, errors) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var data = Small();
            for (var i = random.Next(1, 4); i > 0; i--) data[random.Next(data.Length)] = (byte)random.Next(256);
            if (random.Next(8) == 0) data = data[..random.Next(data.Length)];
            try
            {
                var types = BtfTypes.Parse(data, "small");
                types.Member("outer", "b");
                types.Member("outer", "no");
                for (var id = 1; id < types.Count; id++) types.Resolve(id, pointers: true);
                answers++;
            }
            catch (InvalidDataException e)
            {
                Assert.StartsWith("small: offset ", e.Message);
                errors++;
            }
        }

        Assert.True(answers > 1000 && errors > 1000, $"{answers} answers, {errors} errors");
    }
}
