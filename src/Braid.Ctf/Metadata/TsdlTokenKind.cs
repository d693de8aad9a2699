namespace Braid.Ctf.Metadata;

internal enum TsdlTokenKind
{
    End,

    /// <summary>A keyword or an identifier.</summary>
    Word,
    Number,

    /// <summary>A string literal, unescaped.</summary>
    Text,
    Punctuation,
}
