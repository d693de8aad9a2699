using Braid.Ctf.Schema;
using Braid.DotNet.Nettrace;

namespace Braid.DotNet.Conversion;

/// <summary>
/// Maps the fields of an event into CTF: the class of the payload, and the steps that make it of a nettrace payload.
/// Neighbours that need no change become one copy.
/// </summary>
internal sealed class PlanBuilder(int pointerSize)
{
    private static readonly EnumerationMapping[] s_truth = [new("false", 0), new("true", 1)];

    private int _slots;

    /// <summary>The plan for <paramref name="fields"/>, with all bytes behind them as <c>rest</c> when asked for; null when CTF cannot have them.</summary>
    public static PayloadPlan? Build(IReadOnlyList<NettraceField> fields, int pointerSize, bool hasRest)
    {
        var builder = new PlanBuilder(pointerSize);
        try
        {
            // An EventSource that describes itself wraps its fields in one without a name.
            if (fields is [{ Name: "", Type.Code: NettraceTypeCode.Object }]) fields = fields[0].Type.Fields;
            var (members, steps) = builder.Structure(fields);
            if (hasRest) members.AddRange(RawBytes("rest"));
            return new(members.Count == 0 ? null : new StructureFieldClass(members, 8), Fuse(steps), builder._slots, hasRest);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The plan for a payload of unknown layout: its bytes.</summary>
    public static PayloadPlan Raw() => new(new StructureFieldClass([.. RawBytes("payload")], 8), [], 0, hasRest: true);

    private static StructureMember[] RawBytes(string name) =>
    [
        new($"_{name}_length", new IntegerFieldClass(32)),
        new(name, new DynamicArrayFieldClass(new IntegerFieldClass(8) { Base = DisplayBase.Hexadecimal }, FieldLocation.Sibling($"_{name}_length"))),
    ];

    private (List<StructureMember> Members, List<Step> Steps) Structure(IReadOnlyList<NettraceField> fields)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var members = new List<StructureMember>();
        var steps = new List<Step>();
        var slots = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var field in fields) Add(field, Unique(field.Name, names), fields, members, steps, slots);
        return (members, steps);
    }

    private void Add(NettraceField field, string name, IReadOnlyList<NettraceField> siblings, List<StructureMember> members, List<Step> steps, Dictionary<string, int> slots)
    {
        var type = field.Type;
        var length = $"_{name}_length"; // as LTTng names it
        switch (type.Code)
        {
            case NettraceTypeCode.Object:
                var (inner, innerSteps) = Structure(type.Fields);
                if (inner.Count == 0) return;
                members.Add(new(name, new StructureFieldClass(inner, 8)));
                steps.AddRange(innerSteps);
                return;
            case NettraceTypeCode.Array or NettraceTypeCode.RelLoc or NettraceTypeCode.DataLoc when TextOf(type) is { } text:
                members.Add(new(name, new StringFieldClass()));
                steps.Add(text);
                return;
            case NettraceTypeCode.Array:
                members.Add(new(length, new IntegerFieldClass(16)));
                members.Add(new(name, new DynamicArrayFieldClass(Element(type, out var elementSteps), FieldLocation.Sibling(length))));
                steps.Add(new(StepKind.Array) { Element = elementSteps });
                return;
            case NettraceTypeCode.RelLoc or NettraceTypeCode.DataLoc:
                members.Add(new(length, new IntegerFieldClass(16)));
                members.Add(new(name, new DynamicArrayFieldClass(Element(type, out elementSteps), FieldLocation.Sibling(length))));
                steps.Add(new(StepKind.Located)
                {
                    Element = elementSteps, IsRelative = type.Code == NettraceTypeCode.RelLoc,
                    Size = elementSteps is [{ Kind: StepKind.Copy, Size: var size }] ? size : throw new NotSupportedException(),
                });
                return;
            case NettraceTypeCode.CountedArray:
                members.Add(new(name, new DynamicArrayFieldClass(Element(type, out elementSteps), FieldLocation.Sibling(type.CountField!))));
                steps.Add(new(StepKind.CountedArray) { Element = elementSteps, Slot = slots[type.CountField!] });
                return;
            case NettraceTypeCode.FixedLengthArray:
                if (type.Count == 0) return;
                members.Add(new(name, new StaticArrayFieldClass(Element(type, out elementSteps), (ulong)type.Count)));
                steps.Add(new(StepKind.FixedArray) { Element = elementSteps, Size = type.Count });
                return;
        }

        members.Add(new(name, Scalar(type.Code, out var step)));
        if (siblings.Any(s => s.Type.CountField == field.Name))
        {
            slots[field.Name] = _slots;
            step = new(StepKind.CopyCount) { Size = step.Size, Slot = _slots++ };
        }

        steps.Add(step);
    }

    /// <summary>The class of an element. One that is an array itself is wrapped, because its length stands beside it.</summary>
    private FieldClass Element(NettraceType array, out Step[] steps)
    {
        var element = array.Element!;
        var fields = element.Code == NettraceTypeCode.Object ? element.Fields : [new("value", element)];
        var (members, list) = Structure(fields);
        if (list.Count == 0) throw new NotSupportedException(); // elements of no bytes could be any number
        steps = Fuse(list);
        return element.Code != NettraceTypeCode.Object && members.Count == 1 ? members[0].Class : new StructureFieldClass(members, 8);
    }

    private FieldClass Scalar(NettraceTypeCode code, out Step step)
    {
        var (kind, size, result) = code switch
        {
            NettraceTypeCode.Boolean32 => (StepKind.Copy, 4, new IntegerFieldClass(32) { IsEnumeration = true, Mappings = s_truth }),
            NettraceTypeCode.Boolean8 => (StepKind.Copy, 1, new IntegerFieldClass(8) { IsEnumeration = true, Mappings = s_truth }),
            NettraceTypeCode.SByte => (StepKind.Copy, 1, new IntegerFieldClass(8, signed: true)),
            NettraceTypeCode.Byte or NettraceTypeCode.Utf8CodeUnit => (StepKind.Copy, 1, new IntegerFieldClass(8)),
            NettraceTypeCode.Int16 => (StepKind.Copy, 2, new IntegerFieldClass(16, signed: true)),
            NettraceTypeCode.UInt16 => (StepKind.Copy, 2, new IntegerFieldClass(16)),
            NettraceTypeCode.Int32 => (StepKind.Copy, 4, new IntegerFieldClass(32, signed: true)),
            NettraceTypeCode.UInt32 => (StepKind.Copy, 4, new IntegerFieldClass(32)),
            NettraceTypeCode.Int64 => (StepKind.Copy, 8, new IntegerFieldClass(64, signed: true)),
            NettraceTypeCode.UInt64 => (StepKind.Copy, 8, new IntegerFieldClass(64)),
            NettraceTypeCode.Pointer => (StepKind.Copy, pointerSize, new IntegerFieldClass(8 * pointerSize) { Base = DisplayBase.Hexadecimal }),
            NettraceTypeCode.Single => (StepKind.Copy, 4, new FloatFieldClass(32)),
            NettraceTypeCode.Double => (StepKind.Copy, 8, new FloatFieldClass(64)),
            NettraceTypeCode.VarInt => (StepKind.VarInt, 0, new IntegerFieldClass(64, signed: true)),
            NettraceTypeCode.VarUInt => (StepKind.VarUInt, 0, new IntegerFieldClass(64)),
            NettraceTypeCode.Utf16CodeUnit => (StepKind.Utf16CodeUnit, 0, new StringFieldClass()),
            NettraceTypeCode.Utf16String => (StepKind.Utf16, 0, new StringFieldClass()),
            NettraceTypeCode.AnsiString => (StepKind.Ansi, 0, new StringFieldClass()),
            NettraceTypeCode.Decimal => (StepKind.Decimal, 0, new StringFieldClass()),
            NettraceTypeCode.DateTime => (StepKind.DateTime, 0, new StringFieldClass()),
            NettraceTypeCode.Guid => (StepKind.Guid, 0, (FieldClass)new StringFieldClass()),
            _ => throw new NotSupportedException(),
        };
        step = new(kind) { Size = size };
        return result;
    }

    /// <summary>An array of code units is a string.</summary>
    private static Step? TextOf(NettraceType array)
    {
        var isRelative = array.Code == NettraceTypeCode.RelLoc;
        return (array.Element!.Code, array.Code) switch
        {
            (NettraceTypeCode.Utf16CodeUnit, NettraceTypeCode.Array) => new(StepKind.Utf16Array),
            (NettraceTypeCode.Utf8CodeUnit, NettraceTypeCode.Array) => new(StepKind.Utf8Array),
            (NettraceTypeCode.Utf16CodeUnit, _) => new(StepKind.LocatedUtf16) { IsRelative = isRelative },
            (NettraceTypeCode.Utf8CodeUnit, _) => new(StepKind.LocatedUtf8) { IsRelative = isRelative },
            _ => null,
        };
    }

    private static Step[] Fuse(List<Step> steps)
    {
        var fused = new List<Step>();
        foreach (var step in steps)
        {
            if (step.Kind == StepKind.Copy && fused.Count > 0 && fused[^1].Kind == StepKind.Copy) fused[^1] = new(StepKind.Copy) { Size = fused[^1].Size + step.Size };
            else fused.Add(step);
        }

        return [.. fused];
    }

    /// <summary>A name that CTF can hold and that no field before has.</summary>
    private static string Unique(string name, HashSet<string> taken)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_'));
        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]) || clean[0] == '_') clean = "field" + clean;
        var unique = clean;
        for (var i = 2; !taken.Add(unique); i++) unique = $"{clean}_{i}";
        return unique;
    }
}
