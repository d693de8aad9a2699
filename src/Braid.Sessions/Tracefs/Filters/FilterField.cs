using Braid.Linux.Formats;

namespace Braid.Sessions.Tracefs.Filters;

/// <summary>A field as a filter of tracefs can look at it.</summary>
/// <param name="Name">As tracefs calls it.</param>
/// <param name="Kind">What it can be compared with.</param>
internal sealed record FilterField(string Name, FilterFieldKind Kind)
{
    /// <summary>Of integers: bits that count. A field may be stored in more, whose value is then undefined.</summary>
    internal int Bits { get; init; } = 32;

    /// <summary>Of integers: whether the value is in two's complement.</summary>
    internal bool IsSigned { get; init; }

    /// <summary>Of integers: whether tracefs compares it as two's complement.</summary>
    internal bool IsSignedToKernel { get; init; }

    /// <summary>Of integers: whether more bits are stored than <see cref="Bits"/>.</summary>
    internal bool IsNarrow { get; init; }

    /// <summary>Of integers: LTTng's value less the kernel's.</summary>
    internal int Offset { get; init; }

    /// <summary>The least and the greatest value as LTTng reads it: 64 bits count as signed.</summary>
    internal (Int128 Least, Int128 Greatest) Range => IsSigned || Bits == 64
        ? (Offset - (Int128.One << (Bits - 1)), Offset + (Int128.One << (Bits - 1)) - 1)
        : (Offset, Offset + (Int128.One << Bits) - 1);

    /// <summary>The field of <paramref name="format"/> that traces call <paramref name="name"/>; null when it has none.</summary>
    internal static FilterField? Find(EventFormat format, string name)
    {
        foreach (var field in format.Fields)
        {
            var rule = EventMapping.Field(format, field);
            if (rule.Name == name && rule.Conversion != FieldConversion.Drop) return Of(format, field, rule);
            foreach (var added in EventMapping.Additions(format, field))
            {
                if (added.Name == name) return added.Value == AddedValue.Thread ? Thread : new(name, FilterFieldKind.Unavailable);
            }
        }

        return null;
    }

    /// <summary>The thread that makes the record.</summary>
    internal static FilterField Thread { get; } = new("common_pid", FilterFieldKind.Integer) { IsSigned = true, IsSignedToKernel = true };

    private static FilterField Of(EventFormat format, FormatField field, FieldRule rule)
    {
        if (rule.Conversion == FieldConversion.Rwbs) return new(field.Name, FilterFieldKind.Rwbs);
        if (field.IsText) return new(field.Name, field.Storage == FieldStorage.Tail ? FilterFieldKind.Unavailable : FilterFieldKind.Text);
        if (field.IsArray || field.Storage != FieldStorage.InPlace || field.Size != field.ElementSize) return new(field.Name, FilterFieldKind.Unavailable);
        var isArgument = format.Subsystem == "syscalls";
        if (isArgument && field.Type is "const char *" or "char *") return new(field.Name, FilterFieldKind.UserText) { Bits = 64 };
        var (size, signed) = (field.Size, field.IsSigned);
        if (isArgument && CType.TryGet(field.Type, out var typeSize, out var typeSigned) && typeSize <= size) (size, signed) = (typeSize, typeSigned);
        return new(field.Name, FilterFieldKind.Integer)
        {
            Bits = size * 8, IsSigned = signed, IsSignedToKernel = field.IsSigned, IsNarrow = size < field.Size, Offset = rule.Conversion == FieldConversion.Priority ? -100 : 0,
        };
    }
}
