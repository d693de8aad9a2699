namespace Braid.Sessions.Recording;

/// <summary>The totals of one domain of a recording: <c>kernel</c>, <c>ust</c> or <c>dotnet</c>.</summary>
public readonly record struct DomainTotals(string Domain, SourceTotals Totals);
