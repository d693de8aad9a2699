using System.Buffers.Binary;
using System.Text;
using Braid.Rings;
using Braid.Tracing.Contexts;

namespace Braid.Tracing.Filters;

/// <summary>
/// Reads the code of a filter. The bytes are somebody else's: what is accepted here can be evaluated without further checks
/// of the code, in a bounded number of steps and with a stack of known depth.
/// </summary>
internal ref struct FilterReader
{
    private readonly List<FilterInstruction> _instructions = [];

    /// <summary>Index of the instruction at a byte; and the depth of the stack that jumps to a byte will find.</summary>
    private readonly Dictionary<int, int> _starts = [], _landings = [];

    private readonly int _length;
    private ReadOnlySpan<byte> _rest;
    private int _depth;
    private int _deepest;

    private FilterReader(ReadOnlySpan<byte> code)
    {
        _rest = code;
        _length = code.Length;
    }

    private readonly int At => _length - _rest.Length;

    /// <summary>The instructions of <paramref name="code"/>; null when it breaks the format of docs/formats/ring.md or names a context that is unknown.</summary>
    public static FilterInstruction[]? Read(ReadOnlySpan<byte> code, out int deepest)
    {
        var reader = new FilterReader(code);
        var isWhole = code.Length <= FilterLimits.MaxLength && reader.ReadAll();
        deepest = reader._deepest;
        return isWhole ? [.. reader._instructions] : null;
    }

    private bool ReadAll()
    {
        var jumps = new List<(FilterInstruction Jump, int To)>();
        while (!_rest.IsEmpty)
        {
            if (!Lands() || !TryRead(out var instruction, out var skip)) return false;
            if (instruction.Code is FilterCode.And or FilterCode.Or)
            {
                jumps.Add((instruction, At + skip));
                if (!_landings.TryAdd(At + skip, _depth + 1) && _landings[At + skip] != _depth + 1) return false;
            }
        }

        if (!Lands() || _depth != 1) return false;
        foreach (var (jump, to) in jumps)
        {
            if (!_starts.TryGetValue(to, out var target)) return false;
            jump.Target = target;
        }

        return true;
    }

    /// <summary>Notes that an instruction starts here; false when a jump to here would find another stack.</summary>
    private readonly bool Lands()
    {
        _starts[At] = _instructions.Count;
        return !_landings.TryGetValue(At, out var depth) || depth == _depth;
    }

    private bool TryRead(out FilterInstruction instruction, out int skip)
    {
        skip = 0;
        var code = (FilterCode)Take(1)[0];
        FilterInstruction? read = null;
        switch (code)
        {
            case FilterCode.Integer or FilterCode.Real when _rest.Length >= sizeof(long):
                read = new(code) { Number = BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long))) };
                break;
            case FilterCode.Text when TryParts(out var parts):
                read = new(code) { Parts = parts };
                break;
            case FilterCode.Field when TryName(out var name) && TryPath(out var path):
                read = new(code) { Name = name, Path = path };
                break;
            case FilterCode.Context when TryName(out var name) && ContextSource.Find(name) is { } context:
                read = new(code) { Context = context };
                break;
            case FilterCode.And or FilterCode.Or when TryShort(out skip):
            case >= FilterCode.Not and <= FilterCode.Complement:
            case >= FilterCode.Equal and <= FilterCode.ShiftRight:
            case FilterCode.Truth:
                read = new(code);
                break;
        }

        instruction = read!;
        if (read == null || !TryCount(code)) return false;
        _instructions.Add(read);
        return true;
    }

    /// <summary>Follows the depth of the stack.</summary>
    private bool TryCount(FilterCode code)
    {
        var (taken, left) = code switch
        {
            <= FilterCode.Context => (0, 1),
            FilterCode.And or FilterCode.Or => (1, 0),
            >= FilterCode.Equal and <= FilterCode.ShiftRight => (2, 1),
            _ => (1, 1),
        };
        if (_depth < taken) return false;
        _depth += left - taken;
        _deepest = Math.Max(_deepest, _depth);
        return _deepest <= FilterLimits.MaxDepth;
    }

    private bool TryParts(out byte[][] parts)
    {
        parts = [];
        if (!TryShort(out var count) || count == 0 || count * sizeof(ushort) > _rest.Length) return false;
        parts = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            if (!TryShort(out var length) || length > _rest.Length) return false;
            parts[i] = Take(length).ToArray();
        }

        return true;
    }

    private bool TryPath(out (string? Member, ulong Index)[] path)
    {
        path = [];
        if (_rest.IsEmpty || _rest[0] > FilterLimits.MaxSteps) return false;
        path = new (string?, ulong)[Take(1)[0]];
        for (var i = 0; i < path.Length; i++)
        {
            if (_rest.IsEmpty) return false;
            var kind = Take(1)[0];
            if (kind == FilterLimits.Member && TryName(out var member)) path[i] = (member, 0);
            else if (kind == FilterLimits.Index && _rest.Length >= sizeof(ulong)) path[i] = (null, BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))));
            else return false;
        }

        return true;
    }

    private bool TryName(out string name)
    {
        var isWhole = !_rest.IsEmpty && _rest[0] < _rest.Length;
        name = isWhole ? Encoding.UTF8.GetString(Take(Take(1)[0])) : "";
        return isWhole;
    }

    private bool TryShort(out int value)
    {
        var isWhole = _rest.Length >= sizeof(ushort);
        value = isWhole ? BinaryPrimitives.ReadUInt16LittleEndian(Take(sizeof(ushort))) : 0;
        return isWhole;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
