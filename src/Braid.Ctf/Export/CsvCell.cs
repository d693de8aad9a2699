using Braid.Ctf.Decoding;

namespace Braid.Ctf.Export;

/// <summary>What an event class has to put into a column; without a field, nothing.</summary>
internal readonly record struct CsvCell(Field? Field, CsvCellKind Kind);
