namespace Braid.Ctf.Text;

/// <summary>Which names babeltrace2 prints (<c>-n</c>).</summary>
[Flags]
public enum TextNames
{
    /// <summary>Only values.</summary>
    None = 0,

    /// <summary>The fields of payloads.</summary>
    Payload = 1,

    /// <summary>The fields of contexts.</summary>
    Context = 2,

    /// <summary>The scopes, for example <c>event.fields</c>.</summary>
    Scope = 4,

    /// <summary>What stands before the event's name.</summary>
    Header = 8,

    /// <summary>All names.</summary>
    All = Payload | Context | Scope | Header,

    /// <summary>What babeltrace2 prints without <c>-n</c>.</summary>
    Default = Payload | Context,
}
