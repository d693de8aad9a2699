using System.Globalization;

namespace Braid.Ctf.Metadata;

/// <summary>The statements of a trace, stream, event, clock or env block; values stay tokens until they are asked for.</summary>
internal sealed class TsdlBlock(TsdlCursor cursor, TsdlToken at)
{
    private readonly Dictionary<string, int> _values = [];
    private readonly Dictionary<string, TsdlType> _types = [];

    /// <summary>The first word of the block.</summary>
    public TsdlToken At { get; } = at;

    /// <summary>The names of the values, in order.</summary>
    public IEnumerable<string> Names => _values.OrderBy(static pair => pair.Value).Select(static pair => pair.Key);

    public void Add(string name, int position)
    {
        if (!_values.TryAdd(name, position)) throw cursor.Fault(At, $"the attribute {name} is given twice");
    }

    public void Add(string name, TsdlType type)
    {
        if (!_types.TryAdd(name, type)) throw cursor.Fault(At, $"the attribute {name} is given twice");
    }

    public TsdlType.Structure? Structure(string name)
    {
        if (!_types.TryGetValue(name, out var type)) return null;
        return type as TsdlType.Structure ?? throw cursor.Fault(At, $"{name} must be a structure");
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public bool IsNumber(string name) => Seek(name) && (cursor.Next.Kind == TsdlTokenKind.Number || cursor.Next.Is("-") || cursor.Next.Is("+"));

    /// <summary>A string, or words joined by dots.</summary>
    public string? Text(string name)
    {
        if (!Seek(name)) return null;
        if (cursor.Next.Kind is not (TsdlTokenKind.Word or TsdlTokenKind.Text)) throw cursor.Fault("a string or a name");
        var text = cursor.Take().Text;
        while (cursor.TryTake(".")) text += "." + cursor.Take().Text;
        return text;
    }

    public ulong? Unsigned(string name) => Seek(name) ? TsdlAttributes.Unsigned(cursor) : null;

    public long? Signed(string name)
    {
        if (!Seek(name)) return null;
        var first = cursor.Next;
        var value = TsdlAttributes.Number(cursor);
        return value >= long.MinValue && value <= ulong.MaxValue
            ? unchecked((long)(ulong)(value & ulong.MaxValue))
            : throw cursor.Fault(first, $"expected a number of 64 bits, found {value.ToString(CultureInfo.InvariantCulture)}");
    }

    public bool Flag(string name) => Seek(name) && TsdlAttributes.Boolean(cursor);

    public Guid? Uuid()
    {
        if (!Seek("uuid")) return null;
        return Guid.TryParseExact(cursor.Next.Text, "D", out var uuid) ? uuid : throw cursor.Fault("a uuid");
    }

    /// <summary>Puts the cursor on a value; false when there is none.</summary>
    private bool Seek(string name)
    {
        if (!_values.TryGetValue(name, out var position)) return false;
        cursor.Position = position;
        return true;
    }
}
