using System.Text;
using Braid.Rings;

namespace Braid.Sessions.Rings;

/// <summary>What programs are told of which events are wanted, as they read it. Immutable: who has another one has other rules.</summary>
internal sealed class ProgramRules
{
    private ProgramRules(byte[] rules, byte[] filters) => (Rules, Filters) = (rules, filters);

    /// <summary>No events.</summary>
    public static ProgramRules None { get; } = new([], []);

    /// <summary>For the control page.</summary>
    public byte[] Rules { get; }

    /// <summary>For the extras; empty: all events that the rules want are written.</summary>
    public byte[] Filters { get; }

    /// <summary>What <paramref name="rules"/> want, as far as <paramref name="filters"/> accept it.</summary>
    /// <exception cref="ArgumentException">That is too long.</exception>
    public static ProgramRules Of(IReadOnlyList<string> rules, IReadOnlyList<RuleFilter> filters, IReadOnlyList<UserContext> contexts)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\n', rules));
        if (text.Length > ProgramControl.MaxRules) throw new ArgumentException($"rules take {text.Length} bytes; {ProgramControl.MaxRules} is the limit", nameof(rules));
        var code = RuleFilter.Encode(filters);
        var extras = contexts.Sum(static context => context.Name.Length + 1) + code.Length;
        return extras <= ExtrasHeader.MaxContent ? new(text, code)
            : throw new ArgumentException($"contexts and filters take {extras} bytes; {ExtrasHeader.MaxContent} is the limit", nameof(filters));
    }
}
