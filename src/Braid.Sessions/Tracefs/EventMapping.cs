using Braid.Linux.Formats;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>
/// What LTTng's kernel tracer calls the kernel's events and fields, and where its values differ: the rows of
/// <see cref="LttngRules"/>, applied. Events that LTTng never had are called <c>subsystem_event</c>.
/// </summary>
internal static class EventMapping
{
    /// <summary>Integers that hold addresses though their type does not say so.</summary>
    private static readonly HashSet<string> s_addresses = new(StringComparer.Ordinal)
    {
        "ip", "addr", "address", "call_site", "caller", "caller_ip", "callsite", "func", "function", "parent_ip", "ptr", "vaddr",
    };

    private static LttngRules Rules => LttngRules.Default;

    /// <summary>The LTTng name of <paramref name="name"/>.</summary>
    internal static string Name(EventName name)
    {
        var full = name.ToString();
        foreach (var rule in Rules.Names)
        {
            if (rule.Apply(full) is { } mapped) return mapped;
        }

        return BeginsWithSubsystem(name) ? name.Event : $"{name.Subsystem}_{name.Event}";
    }

    /// <summary>The rule for <paramref name="field"/>; one that changes nothing when there is none.</summary>
    internal static FieldRule Field(EventFormat format, FormatField field)
    {
        var name = FullName(format);
        foreach (var rule in Rules.Fields)
        {
            if (rule.Field == field.Name && rule.Events.Matches(name)) return Fitting(rule, format, field);
        }

        return new(new(name), field.Name, ProbeField(field.Name));
    }

    /// <summary>What LTTng has after <paramref name="field"/>.</summary>
    internal static IEnumerable<AddedField> Additions(EventFormat format, FormatField field) =>
        Rules.Additions.Where(a => a.Field == field.Name && a.Events.Matches(FullName(format)) && Fits(a, format, field));

    /// <summary>The labels of the field's values in the kernel's print format; null when it has none or LTTng declares a plain integer.</summary>
    internal static SymbolTable? Labels(EventFormat format, FormatField field) =>
        !Rules.IsLttngs(format.Subsystem, format.Name) || Rules.IsEnumeration(FullName(format), field.Name) ? format.Symbols(field.Name) : null;

    /// <summary>Where a probe is and where its function returns to, as LTTng calls them; other fields as they are.</summary>
    private static string ProbeField(string name) => name switch
    {
        "__probe_ip" or "__probe_func" => "ip",
        "__probe_ret_ip" => "parent_ip",
        _ => name,
    };

    /// <summary>True when people read the field in base 16.</summary>
    internal static bool IsAddress(FormatField field) => field.IsPointer || ProbeField(field.Name) != field.Name || (field.ElementSize == 8 && s_addresses.Contains(field.Name));

    private static string FullName(EventFormat format) => $"{format.Subsystem}:{format.Name}";

    private static bool BeginsWithSubsystem(EventName name) =>
        name.Event.StartsWith(name.Subsystem, StringComparison.Ordinal)
        && (name.Event.Length == name.Subsystem.Length || name.Event[name.Subsystem.Length] == '_');

    // A new name that the event uses already, or a type that the conversion is not made for, leaves the field as it is.
    private static FieldRule Fitting(FieldRule rule, EventFormat format, FormatField field)
    {
        if (rule.Name != field.Name && IsTaken(rule.Name, format)) rule = rule with { Name = field.Name };
        var fits = rule.Conversion switch
        {
            FieldConversion.Priority => field is { ElementSize: 4, IsArray: false, Storage: FieldStorage.InPlace },
            FieldConversion.Rwbs => field is { IsText: true, Storage: FieldStorage.InPlace },
            _ => true,
        };
        return fits ? rule : rule with { Conversion = FieldConversion.None };
    }

    /// <summary>A field that has another name by now may lend its own.</summary>
    private static bool Fits(AddedField added, EventFormat format, FormatField field) =>
        (!IsTaken(added.Name, format) || (added.Name == field.Name && Field(format, field).Name != field.Name))
        && (added.Value != AddedValue.Process || field is { Size: 4, Storage: FieldStorage.InPlace });

    private static bool IsTaken(string name, EventFormat format) => format.Fields.Any(f => f.Name == name);
}
