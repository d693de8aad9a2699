using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Bench.CtfRead;

/// <summary>Reads every field of an event through the public API, so that none of the work can be left out.</summary>
internal static class Checksum
{
    public static ulong Add(ulong sum, EventCursor cursor)
    {
        if (cursor.Kind != MessageKind.Event) return sum;
        sum = (sum * 31) + cursor.TimestampCycles;
        for (var scope = FieldScope.EventCommonContext; scope <= FieldScope.EventPayload; scope++)
        {
            if (cursor.TryGetScope(scope, out var value)) sum = Add(sum, value);
        }

        return sum;
    }

    private static ulong Add(ulong sum, FieldValue value)
    {
        switch (value.Field.Kind)
        {
            case FieldKind.Structure or FieldKind.Array:
                foreach (var item in value) sum = Add(sum, item);
                return sum;
            case FieldKind.String or FieldKind.Text or FieldKind.Blob:
                foreach (var part in value.AsBytes()) sum = (sum * 31) + part;
                return sum;
            case FieldKind.Variant or FieldKind.Optional: return value.TryGetContent(out var content) ? Add(sum, content) : sum;
            case FieldKind.Real: return (sum * 31) + BitConverter.DoubleToUInt64Bits(value.AsDouble());
            default: return (sum * 31) + (ulong)value.AsInt64();
        }
    }
}
