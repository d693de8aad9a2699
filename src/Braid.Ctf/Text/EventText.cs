using System.Text;
using Braid.Ctf.Decoding;

namespace Braid.Ctf.Text;

/// <summary>
/// How the events of a class are printed: literals and values in turn. All that is the same for each event is one literal:
/// <code>
///   [time] (delta) host app:order: { cpu_id = 0 }, { vpid = 7 }, { id = 4, customer = "x" }
///                 |literal         |context |literal  |value |literal  |value   |literal
/// </code>
/// Belongs to the printer whose options it was made with.
/// </summary>
internal sealed class EventText
{
    private readonly TextOptions _options;
    private readonly List<TextStep> _steps = [];
    private readonly MemoryStream _literal = new();

    /// <summary>False once a field has no place of its own.</summary>
    private bool _isWhole = true;

    /// <summary>Makes the steps for the class that <paramref name="cursor"/> stands on; check <see cref="IsWhole"/>.</summary>
    public EventText(object owner, EventCursor cursor, TextOptions options)
    {
        (Owner, _options) = (owner, options);
        var layout = cursor.Layout;
        var stream = cursor.Stream.Layout;
        _literal.Write(new HeaderTexts(cursor.Stream, layout.Class, options).Line);
        var isFirst = true;
        if (stream.PacketContext is { Root.IsShown: true })
        {
            isFirst = false;
            End(TextStepKind.PacketContext);
        }

        AddScope(stream.EventCommonContext, TextNames.Context, "stream.event.context = ", ref isFirst);
        AddScope(layout.SpecificContext, TextNames.Context, "event.context = ", ref isFirst);
        AddScope(layout.Payload, TextNames.Payload, "event.fields = ", ref isFirst);
        Add("\n");
        End(TextStepKind.End);
        Steps = [.. _steps];
        IsWhole = _isWhole && !SharesRegisters([stream.PacketContext, stream.EventHeader, stream.EventCommonContext, layout.SpecificContext, layout.Payload]);
    }

    /// <summary>The printer.</summary>
    public object Owner { get; }

    public TextStep[] Steps { get; }

    /// <summary>Whether the steps print the event; else its fields have to be walked in order.</summary>
    public bool IsWhole { get; }

    /// <summary>A register that two fields share holds the value of only one of them when the event has been read.</summary>
    private static bool SharesRegisters(IEnumerable<Scope?> scopes)
    {
        var known = new HashSet<int>();
        return scopes.Any(scope => scope is not null && Shares(scope.Root));

        bool Shares(Field field) => (field.Register >= 0 && !known.Add(field.Register)) || Array.Exists(field.Fields, Shares);
    }

    private void AddScope(Scope? scope, TextNames kind, string name, ref bool isFirst)
    {
        if (scope is null || !scope.Root.IsShown) return;
        if (!isFirst) Add(", ");
        isFirst = false;
        if ((_options.Names & TextNames.Scope) != 0) Add(name);
        AddStructure(scope.Root, (_options.Names & kind) != 0);
    }

    private void AddStructure(Field structure, bool names)
    {
        Add("{");
        var isFirst = true;
        foreach (var member in structure.Fields)
        {
            if (!member.IsShown) continue;
            Add(isFirst ? " " : ", ");
            isFirst = false;
            if (names) Add($"{member.Name} = ");
            if (member.Kind == FieldKind.Structure)
            {
                AddStructure(member, names);
                continue;
            }

            _isWhole &= member.Segment >= 0;
            End(KindOf(member), member, names);
        }

        Add(" }");
    }

    private static TextStepKind KindOf(Field field) => field switch
    {
        { Kind: FieldKind.String, CharacterSize: 1 } => TextStepKind.String,
        { IsPlain: true } => field.Kind == FieldKind.Signed ? TextStepKind.Signed : TextStepKind.Unsigned,
        _ => TextStepKind.Other,
    };

    private void Add(string text) => _literal.Write(Encoding.UTF8.GetBytes(text));

    private void End(TextStepKind kind, Field? field = null, bool names = false)
    {
        var length = (int)_literal.Length;
        _literal.SetLength((length + TextBuffer.LabelRoom - 1) & -TextBuffer.LabelRoom);
        _steps.Add(new(_literal.ToArray(), length, kind, field, names));
        _literal.SetLength(0);
    }
}
