namespace Braid.Script.Filters;

/// <summary>A text is no filter. The message is one line that names the column, counted from 1, and what is wrong there.</summary>
public sealed class FilterException(int column, string fault) : Exception($"column {column}: {fault}")
{
    /// <summary>Where, counted in UTF-16 code units from 1.</summary>
    public int Column { get; } = column;

    /// <summary>What is wrong, without the column.</summary>
    public string Fault { get; } = fault;
}
