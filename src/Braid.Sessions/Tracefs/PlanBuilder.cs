using System.Numerics;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// Makes the two descriptions of an event that must agree: the event class for readers and the plan for the transcoder.
/// Each field adds to both in one place.
/// </summary>
internal sealed class PlanBuilder
{
    /// <summary>Where each record has the i32 id of the thread that made it.</summary>
    private const int ThreadAt = 4;

    private readonly EventFormat _format;
    private readonly List<PlanStep> _steps = [];
    private readonly List<StructureMember> _members = [];

    private readonly CtfVersion _version;

    private PlanBuilder(EventFormat format, CtfVersion version)
    {
        _format = format;
        _version = version;
    }

    /// <summary>Describes the records of <paramref name="format"/> under <paramref name="name"/>, or LTTng's name, for a trace of <paramref name="version"/>.</summary>
    internal static (EventClass Class, EventPlan Plan) Build(EventFormat format, CtfVersion version = CtfVersion.Ctf18, string? name = null)
    {
        var builder = new PlanBuilder(format, version);
        foreach (var field in format.Fields) builder.Add(field);
        return (new EventClass
        {
            Id = (ulong)format.Id,
            Name = name ?? EventMapping.Name(new EventName(format.Subsystem, format.Name)),
            Payload = builder._members.Count == 0 ? null : new StructureFieldClass(builder._members, 8),
        }, new EventPlan(format.FixedSize, [.. builder._steps]));
    }

    /// <summary>Where task_newtask tells what there is to learn from it; null when its format is not as known.</summary>
    internal static LearntEvent? Learn(EventFormat format)
    {
        var tid = format.Fields.FirstOrDefault(static f => f is { Name: "pid", Size: 4, Storage: FieldStorage.InPlace });
        var flags = format.Fields.FirstOrDefault(static f => f is { Name: "clone_flags", Size: 8, Storage: FieldStorage.InPlace });
        return tid is null || flags is null ? null : new(format.Id, format.FixedSize, tid.Offset, flags.Offset);
    }

    private void Add(FormatField field)
    {
        var rule = EventMapping.Field(_format, field);
        switch (rule.Conversion)
        {
            case FieldConversion.Drop:
                return;
            case FieldConversion.Priority:
                Move(new(StepKind.Add, At(field), 4, -100), rule.Name, new IntegerFieldClass(32, signed: true));
                return;
            case FieldConversion.Rwbs:
                Move(new(StepKind.Rwbs, At(field), (ushort)field.Size), rule.Name, new IntegerFieldClass(32) { Base = DisplayBase.Hexadecimal });
                return;
        }

        if (field.Storage != FieldStorage.InPlace) AddDynamic(field, rule.Name);
        else if (field.IsText) Move(new(StepKind.Text, At(field), (ushort)field.Size), rule.Name, new StaticLengthStringFieldClass((ulong)field.Size));
        else if (field.IsArray || field.Size != field.ElementSize) AddArray(field, rule.Name);
        else AddScalar(field, rule.Name);
        foreach (var added in EventMapping.Additions(_format, field)) AddBeside(added, field);
    }

    private void AddBeside(AddedField added, FormatField field)
    {
        var type = new IntegerFieldClass(32, signed: true);
        if (added.Value == AddedValue.Process) Move(new(StepKind.Process, At(field), 4), added.Name, type);
        else Copy(ThreadAt, 4, added.Name, type);
    }

    private void AddScalar(FormatField field, string name)
    {
        var (size, signed) = (field.Size, field.IsSigned);
        if (_format.Subsystem == "syscalls" && CType.TryGet(field.Type, out var typeSize, out var typeSigned) && typeSize <= size)
            (size, signed) = (typeSize, typeSigned);
        Copy(field.Offset, size, name, Integer(field, size, signed));
    }

    private void AddArray(FormatField field, string name)
    {
        var element = Integer(field, field.ElementSize, field.IsSigned && field.ElementSize > 1);
        Copy(field.Offset, field.Size, name, new StaticArrayFieldClass(element, (ulong)(field.Size / field.ElementSize)));
    }

    private void AddDynamic(FormatField field, string name)
    {
        var relative = field.Storage == FieldStorage.RelativeLocation;
        var tail = field.Storage == FieldStorage.Tail;
        if (field.IsText)
        {
            Move(new(tail ? StepKind.TailString : StepKind.String, At(field), 0, 0, relative), name, new StringFieldClass());
            return;
        }

        var signed = CType.TryGet(field.Type, out _, out var typeSigned) && typeSigned;
        var length = $"_{name}_length";
        _members.Add(new(length, new IntegerFieldClass(32)));
        Move(new(tail ? StepKind.TailSequence : StepKind.Sequence, At(field), (ushort)field.ElementSize, 0, relative), name,
            new DynamicArrayFieldClass(Integer(field, field.ElementSize, signed), FieldLocation.Sibling(length)));
    }

    private FieldClass Integer(FormatField field, int size, bool signed)
    {
        if (EventMapping.IsAddress(field)) return new IntegerFieldClass(size * 8) { Base = DisplayBase.Hexadecimal };
        if (field.IsArray || EventMapping.Labels(_format, field) is not { } symbols) return new IntegerFieldClass(size * 8, signed);
        if (_version == CtfVersion.Ctf2 && Flags(symbols, size) is { } flags) return new BitArrayFieldClass(size * 8, 8, BitArrayKind.Map) { Flags = flags };
        return new IntegerFieldClass(size * 8, signed) { IsEnumeration = true, Mappings = Mappings(symbols, size, signed) };
    }

    /// <summary>The names of bits; null when values name more than one bit each. CTF 1.8 has no bit maps: there, flags are an enumeration as LTTng's own are.</summary>
    private static EnumerationMapping[]? Flags(SymbolTable symbols, int size)
    {
        if (!symbols.IsFlags) return null;
        var bits = symbols.Entries.Select(e => (Value: (ulong)Narrow(e.Value, size, signed: false), e.Label)).Where(static e => e.Value != 0).ToList();
        if (bits.Count == 0 || !bits.TrueForAll(static e => BitOperations.IsPow2(e.Value))) return null;
        return
        [
            .. from bit in bits
               group (long)BitOperations.TrailingZeroCount(bit.Value) by bit.Label into label
               select new EnumerationMapping(label.Key, [.. label.Distinct().Select(static b => new IntegerRange(b, b))]),
        ];
    }

    private static EnumerationMapping[] Mappings(SymbolTable symbols, int size, bool signed) =>
    [
        .. from entry in symbols.Entries
           let value = Narrow(entry.Value, size, signed)
           group value by entry.Label into label
           select new EnumerationMapping(label.Key, [.. label.Distinct().Select(v => new IntegerRange(v, v))]),
    ];

    // The value as the field can hold it: the kernel compares after the same conversion.
    private static long Narrow(long value, int size, bool signed)
    {
        var shift = 64 - (size * 8);
        return signed ? value << shift >> shift : (long)((ulong)value << shift >> shift);
    }

    // Neighbours in the record that are neighbours in the event record move together.
    private void Copy(int source, int length, string name, FieldClass type)
    {
        if (_steps is [.., { Kind: StepKind.Copy } last] && last.Source + last.Length == source)
        {
            _steps[^1] = last with { Length = (ushort)(last.Length + length) };
            _members.Add(new(name, type));
            return;
        }

        Move(new(StepKind.Copy, (ushort)source, (ushort)length), name, type);
    }

    private void Move(PlanStep step, string name, FieldClass type)
    {
        _steps.Add(step);
        _members.Add(new(name, type));
    }

    private static ushort At(FormatField field) => (ushort)field.Offset;
}
