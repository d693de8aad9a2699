namespace Braid.Ctf.Metadata;

/// <summary>One token of TSDL text, with its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word, the punctuation or the value of the string literal.</param>
/// <param name="Value">The value of a number.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct TsdlToken(TsdlTokenKind Kind, string Text, ulong Value, int Line, int Column)
{
    /// <summary>Line and column.</summary>
    public string Place => $"{Line}:{Column}";

    public bool Is(string punctuation) => Kind == TsdlTokenKind.Punctuation && Text == punctuation;

    public bool IsWord(string word) => Kind == TsdlTokenKind.Word && Text == word;

    public override string ToString() => Kind switch
    {
        TsdlTokenKind.End => "the end of the file",
        TsdlTokenKind.Text => $"the string \"{Text}\"",
        TsdlTokenKind.Number => $"the number {Value}",
        _ => $"'{Text}'",
    };
}
