using System.Text;
using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;
using Braid.Script.Filters;

namespace Braid.Cli.Filtering;

/// <summary>The value of a field, reached from a field of a scope by members and indexes.</summary>
internal sealed class FieldNode(Field field, IReadOnlyList<PathStep> path) : FilterNode
{
    public override FilterValue Evaluate(EventCursor cursor)
    {
        var value = cursor.GetValue(field);
        for (var i = 0; i < path.Count; i++)
        {
            if (!TryOpen(ref value) || !TryStep(ref value, path[i])) return default;
        }

        return TryOpen(ref value) ? Read(value) : default;
    }

    /// <summary>Goes to what a variant or an optional field holds; false when it holds nothing.</summary>
    private static bool TryOpen(ref FieldValue value)
    {
        while (value.Field.Kind is FieldKind.Variant or FieldKind.Optional)
        {
            if (!value.TryGetContent(out value)) return false;
        }

        return true;
    }

    private static bool TryStep(ref FieldValue value, PathStep step)
    {
        if (value.Field.Kind != (step.Member is null ? FieldKind.Array : FieldKind.Structure)) return false;
        if (step.Member is null && step.Index >= value.Count) return false;
        ulong index = 0;
        foreach (var item in value)
        {
            if (step.Member is null ? index++ != step.Index : item.Field.Name != step.Member) continue;
            value = item;
            return true;
        }

        return false;
    }

    private static FilterValue Read(FieldValue value) => value.Field.Kind switch
    {
        FieldKind.Real => new(value.AsDouble()),
        FieldKind.String or FieldKind.Text => new(IsWide(value.Field.Class) ? Encoding.UTF8.GetBytes(value.AsString()) : value.AsBytes()),
        FieldKind.Structure or FieldKind.Array or FieldKind.Blob => default,
        _ => new(value.AsInt64()),
    };

    /// <summary>UTF-16 and UTF-32 are rare enough to be converted.</summary>
    private static bool IsWide(FieldClass text) => text switch
    {
        StringFieldClass s => s.Encoding != StringEncoding.Utf8,
        StaticLengthStringFieldClass s => s.Encoding != StringEncoding.Utf8,
        DynamicLengthStringFieldClass s => s.Encoding != StringEncoding.Utf8,
        _ => false,
    };
}
