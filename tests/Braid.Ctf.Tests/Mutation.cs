using CsCheck;

namespace Braid.Ctf.Tests;

/// <summary>Changes bytes, bits and lengths of a file.</summary>
internal static class Mutation
{
    public static Gen<(int At, byte Value, int Kind)[]> Any(int length) =>
        Gen.Select(Gen.Int[0, length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 6];

    public static byte[] Apply(byte[] whole, (int At, byte Value, int Kind)[] mutations)
    {
        var bytes = whole.ToList();
        foreach (var (at, value, kind) in mutations)
        {
            if (at >= bytes.Count) continue;
            switch (kind)
            {
                case 0: bytes[at] = value; break;
                case 1: bytes[at] ^= (byte)(1 << (value & 7)); break;
                case 2: bytes.RemoveRange(at, Math.Min(value, bytes.Count - at)); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(value, bytes.Count - at))); break;
            }
        }

        return [.. bytes];
    }
}
