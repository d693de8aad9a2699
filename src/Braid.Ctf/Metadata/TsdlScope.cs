namespace Braid.Ctf.Metadata;

/// <summary>
/// The names that are known between two braces (CTF 1.8.3 section 7.3.2): one name space each for aliases
/// (<c>uint8_t</c>), structures (<c>struct x</c>), variants and enumerations, told apart by the key's first word.
/// </summary>
internal sealed class TsdlScope(TsdlScope? parent)
{
    private readonly Dictionary<string, TsdlType> _types = [];

    public bool TryAdd(string key, TsdlType type) => _types.TryAdd(key, type);

    public TsdlType? Find(string key)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope._types.TryGetValue(key, out var type)) return type;
        }

        return null;
    }

    private TsdlScope? Parent { get; } = parent;
}
