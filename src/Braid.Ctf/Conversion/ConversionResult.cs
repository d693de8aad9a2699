namespace Braid.Ctf.Conversion;

/// <summary>What a conversion has done.</summary>
/// <param name="Packets">Packets written.</param>
/// <param name="Events">Events written.</param>
/// <param name="Faults">Damage of the source; what precedes it in its packet is converted.</param>
public sealed record ConversionResult(long Packets, long Events, IReadOnlyList<CtfException> Faults);
