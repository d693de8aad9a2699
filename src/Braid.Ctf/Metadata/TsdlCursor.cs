namespace Braid.Ctf.Metadata;

/// <summary>A place in a list of tokens, with the ways to expect what comes next.</summary>
internal sealed class TsdlCursor(string file, List<TsdlToken> tokens)
{
    /// <summary>Index of the next token; the last one is never passed.</summary>
    public int Position { get; set; }

    public TsdlToken Next => tokens[Position];

    /// <summary>The token before; only when one was taken.</summary>
    public TsdlToken Previous => tokens[Position - 1];

    public bool IsAtEnd => Next.Kind == TsdlTokenKind.End;

    public TsdlToken Take()
    {
        var token = Next;
        if (!IsAtEnd) Position++;
        return token;
    }

    public bool TryTake(string punctuation)
    {
        if (!Next.Is(punctuation)) return false;
        Position++;
        return true;
    }

    public bool TryTakeWord(string word)
    {
        if (!Next.IsWord(word)) return false;
        Position++;
        return true;
    }

    public void Expect(string punctuation)
    {
        if (!TryTake(punctuation)) throw Fault($"'{punctuation}'");
    }

    /// <summary>A word that is no keyword.</summary>
    public string ExpectIdentifier(string what)
    {
        if (Next.Kind != TsdlTokenKind.Word || TsdlNames.Keywords.Contains(Next.Text)) throw Fault(what);
        return Take().Text;
    }

    /// <summary>The error that the next token is not <paramref name="expected"/>.</summary>
    public CtfException Fault(string expected) => Fault(Next, $"expected {expected}, found {Next}");

    public CtfException Fault(TsdlToken at, string fault) => new(file, at.Place, fault);
}
