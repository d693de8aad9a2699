namespace Braid.Script.Filters;

internal enum FilterTokenKind
{
    End,
    Integer,
    Real,
    Text,

    /// <summary>A name: of a field, or of a context with its <c>$ctx.</c> or <c>$app.</c>.</summary>
    Name,
    Operator,
}
