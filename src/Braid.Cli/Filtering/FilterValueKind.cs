namespace Braid.Cli.Filtering;

internal enum FilterValueKind : byte
{
    /// <summary>A field that is not there or has the wrong type: makes the whole filter false.</summary>
    Missing,
    Integer,
    Real,
    Text,

    /// <summary>A string of the filter, with stars.</summary>
    Pattern,
}
