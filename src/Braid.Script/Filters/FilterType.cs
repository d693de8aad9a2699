namespace Braid.Script.Filters;

/// <summary>What is known of a value before the types of fields are.</summary>
internal enum FilterType
{
    /// <summary>A field: anything.</summary>
    Unknown,
    Integer,
    Real,
    Text,
}
