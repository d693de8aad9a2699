using Braid.Ctf.Decoding;
using Braid.Ctf.Schema;

namespace Braid.Ctf.Export;

/// <summary>
/// The columns of a table of events: contexts by name, and, when all events have one name, their fields. A field's column is
/// its name, or <c>fields.NAME</c> when a context has that; members of structures follow their names with a dot; after an
/// enumeration <c>x</c> comes its label in <c>x.label</c>.
/// </summary>
internal sealed class CsvColumns
{
    private readonly Dictionary<EventLayout, CsvCell[]> _cells = [];

    public CsvColumns(IReadOnlyList<EventLayout> layouts)
    {
        IsFlat = layouts.Select(static layout => layout.Class.Name).Distinct().Count() == 1;
        var contexts = new List<string>();
        var fields = new List<string>();
        foreach (var layout in layouts)
        {
            AddNew(contexts, Contexts(layout).Select(static column => column.Name));
            if (IsFlat) AddNew(fields, Payload(layout).Select(static column => column.Name));
        }

        var prefix = new HashSet<string>(contexts.Concat(Reserved), StringComparer.Ordinal);
        Names = [.. contexts, .. fields.Select(name => prefix.Contains(name) ? "fields." + name : name)];
        foreach (var layout in layouts)
        {
            var known = Contexts(layout).DistinctBy(static column => column.Name).ToDictionary(static column => column.Name, static column => column.Cell);
            var payload = IsFlat ? Payload(layout).ToDictionary(static column => column.Name, static column => column.Cell) : [];
            _cells[layout] =
            [
                .. contexts.Select(name => known.GetValueOrDefault(name)),
                .. fields.Select(name => payload.GetValueOrDefault(name)),
            ];
        }
    }

    /// <summary>Columns that every table has.</summary>
    private static string[] Reserved { get; } = ["timestamp", "name", "fields"];

    /// <summary>Whether fields have columns of their own.</summary>
    public bool IsFlat { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What an event class puts into the columns.</summary>
    public CsvCell[] CellsOf(EventLayout layout) => _cells[layout];

    private static void AddNew(List<string> all, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!all.Contains(name)) all.Add(name);
        }
    }

    private static IEnumerable<(string Name, CsvCell Cell)> Contexts(EventLayout layout)
    {
        var taken = new HashSet<string>(Reserved, StringComparer.Ordinal);
        foreach (var (scope, prefix) in new[] { (FieldScope.PacketContext, "packet."), (FieldScope.EventCommonContext, "stream."), (FieldScope.EventSpecificContext, "event.") })
        {
            foreach (var field in layout.Fields(scope))
            {
                foreach (var column in Flatten(field, taken.Add(field.Name) ? field.Name : prefix + field.Name)) yield return column;
            }
        }
    }

    private static IEnumerable<(string Name, CsvCell Cell)> Payload(EventLayout layout) =>
        layout.Fields(FieldScope.EventPayload).SelectMany(static field => Flatten(field, field.Name));

    private static bool HasPlace(Field field) =>
        field.Segment >= 0 || (field.Kind == FieldKind.Structure && field.Fields.Length > 0 && Array.TrueForAll(field.Fields, HasPlace));

    private static IEnumerable<(string Name, CsvCell Cell)> Flatten(Field field, string name)
    {
        if (!field.IsShown) return [];
        if (field.Kind == FieldKind.Structure && Array.TrueForAll(field.Fields, HasPlace))
            return field.Fields.SelectMany(member => Flatten(member, $"{name}.{member.Name}"));
        var value = (name, new CsvCell(field, CsvCellKind.Value));
        return field.Kind != FieldKind.Bits && ValueLabels.Of(field) is not null ? [value, (name + ".label", new CsvCell(field, CsvCellKind.Label))] : [value];
    }
}
