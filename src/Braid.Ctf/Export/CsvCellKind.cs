namespace Braid.Ctf.Export;

/// <summary>What a cell shows of its field.</summary>
internal enum CsvCellKind
{
    /// <summary>The value: a number or a string as it is, anything else as JSON.</summary>
    Value,

    /// <summary>The label of an enumeration's value.</summary>
    Label,
}
