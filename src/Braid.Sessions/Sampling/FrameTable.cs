using Braid.Ctf.Schema;

namespace Braid.Sessions.Sampling;

/// <summary>
/// Numbers the frames of a recording, as samples are written before anybody knows their names. When it ends, the names
/// become the labels of the field's enumeration, so that every reader of CTF shows them, on any machine. One thread at a time.
/// </summary>
internal sealed class FrameTable
{
    /// <summary>What a frame is called that has no number: there are too many.</summary>
    private const int Most = 1 << 20;

    private const uint Unknown = 0;

    private readonly Dictionary<Frame, uint> _numbers = [];
    private readonly List<EnumerationMapping> _labels = [new("[unknown]", Unknown)];

    /// <summary>The labels; names are there after <see cref="Name"/>.</summary>
    public IReadOnlyList<EnumerationMapping> Labels => _labels;

    /// <summary>All frames so far.</summary>
    public IReadOnlyCollection<Frame> Frames => _numbers.Keys;

    public uint NumberOf(in Frame frame)
    {
        if (_numbers.TryGetValue(frame, out var number)) return number;
        if (_numbers.Count == Most) return Unknown;
        number = (uint)_numbers.Count + 1;
        _numbers.Add(frame, number);
        return number;
    }

    /// <summary>Gives each frame the name that <paramref name="nameOf"/> has for it; frames of one function share a label.</summary>
    public void Name(Func<Frame, string> nameOf)
    {
        _labels.Clear();
        foreach (var label in _numbers.Select(frame => (Name: nameOf(frame.Key), Number: frame.Value)).Append((Name: "[unknown]", Number: Unknown)).GroupBy(static f => f.Name, static f => f.Number, StringComparer.Ordinal))
        {
            var ranges = new List<IntegerRange>();
            foreach (var number in label.Order())
            {
                if (ranges.Count > 0 && ranges[^1].Upper == number - 1) ranges[^1] = new(ranges[^1].Lower, number);
                else ranges.Add(new(number, number));
            }

            _labels.Add(new(label.Key, ranges));
        }
    }
}
