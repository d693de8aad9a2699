using System.Globalization;
using System.Text;

namespace Braid.DotNet.Nettrace;

/// <summary>Reads the label lists of version 6.</summary>
internal static class LabelReader
{
    private const byte IsLast = 0x80;

    /// <summary>One list: its activities, and the rest as text.</summary>
    public static LabelList Read(ref ByteCursor cursor)
    {
        var (activity, related) = (Guid.Empty, Guid.Empty);
        var text = new StringBuilder();
        while (true)
        {
            var kind = cursor.Byte();
            switch (kind & ~IsLast)
            {
                case 1: activity = cursor.Guid(); break;
                case 2: related = cursor.Guid(); break;
                case 3: Add("trace_id", Convert.ToHexStringLower(cursor.Take(16))); break;
                case 4: Add("span_id", cursor.Int64().ToString("x16", CultureInfo.InvariantCulture)); break;
                case 5: Add(cursor.Utf8(), cursor.Utf8()); break;
                case 6: Add(cursor.Utf8(), cursor.VarInt64().ToString(CultureInfo.InvariantCulture)); break;
                case 7: Add("opcode", Number(cursor.Byte())); break;
                case 8: Add("keywords", "0x" + cursor.Int64().ToString("x", CultureInfo.InvariantCulture)); break;
                case 9: Add("level", Number(cursor.Byte())); break;
                case 10: Add("version", Number(cursor.Byte())); break;
                default: throw cursor.Error($"a label of unknown kind {kind & ~IsLast}");
            }

            if ((kind & IsLast) != 0) return new(activity, related, text.ToString());
        }

        static string Number(byte value) => value.ToString(CultureInfo.InvariantCulture);

        void Add(string name, string value)
        {
            if (text.Length > 0) text.Append(' ');
            text.Append(name).Append('=').Append(value);
        }
    }
}
