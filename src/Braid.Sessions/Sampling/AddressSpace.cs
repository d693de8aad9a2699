namespace Braid.Sessions.Sampling;

/// <summary>What of the memory of a process is code. One thread at a time.</summary>
internal sealed class AddressSpace
{
    /// <summary>By address; none overlaps another.</summary>
    private readonly List<CodeMapping> _mappings = [];

    /// <summary>What a process has that is made as a copy of this one.</summary>
    public AddressSpace Copy()
    {
        var copy = new AddressSpace();
        copy._mappings.AddRange(_mappings);
        return copy;
    }

    /// <summary>Maps memory, in the place of what was mapped there.</summary>
    public void Add(CodeMapping mapping)
    {
        for (var i = _mappings.Count - 1; i >= 0; i--)
        {
            var old = _mappings[i];
            if (old.End <= mapping.Start || old.Start >= mapping.End) continue;
            _mappings.RemoveAt(i);
            if (old.End > mapping.End) _mappings.Insert(i, old with { Start = mapping.End, Offset = old.Offset + (mapping.End - old.Start) });
            if (old.Start < mapping.Start) _mappings.Insert(i, old with { End = mapping.Start });
        }

        _mappings.Insert(IndexAfter(mapping.Start), mapping);
    }

    public CodeMapping? Find(ulong address)
    {
        var index = IndexAfter(address) - 1;
        return index >= 0 && address < _mappings[index].End ? _mappings[index] : null;
    }

    private int IndexAfter(ulong address)
    {
        var (low, high) = (0, _mappings.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_mappings[middle].Start <= address) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
