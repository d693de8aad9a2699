namespace Braid.Script.Filters;

/// <summary>A token and, of a string, what is between its quotes.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, int Column, string Text)
{
    public bool Is(string text) => Kind == FilterTokenKind.Operator && Text == text;

    /// <summary>As messages show it.</summary>
    public override string ToString() => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Text => $"\"{Text}\"",
        _ => $"'{Text}'",
    };
}
