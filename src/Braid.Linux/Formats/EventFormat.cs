namespace Braid.Linux.Formats;

/// <summary>What a format file says: how the records of one event are laid out.</summary>
/// <param name="Subsystem">The directory above the event's.</param>
/// <param name="Name">The event.</param>
/// <param name="Id">The common_type of its records; not stable across boots.</param>
/// <param name="CommonFields">The fields that every record begins with.</param>
/// <param name="Fields">The event's own fields in the order of the file.</param>
/// <param name="PrintFormat">What follows <c>print fmt:</c>; how the kernel itself prints a record.</param>
public sealed record EventFormat(
    string Subsystem,
    string Name,
    int Id,
    IReadOnlyList<FormatField> CommonFields,
    IReadOnlyList<FormatField> Fields,
    string PrintFormat)
{
    /// <summary>The end of the last fixed field: records are at least this long, and dynamic data starts here or later.</summary>
    public int FixedSize { get; } = Math.Max(8, Fields.Count == 0 ? 0 : Fields.Max(f => f.Offset + f.Size));

    /// <summary>The labels of <paramref name="field"/> in the print format, where they are literal numbers.</summary>
    public SymbolTable? Symbols(string field) => SymbolTable.Find(PrintFormat, field);
}
