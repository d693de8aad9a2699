namespace Braid.DotNet.Nettrace;

/// <summary>The labels that events of version 6 share.</summary>
internal sealed record LabelList(Guid ActivityId, Guid RelatedActivityId, string Text)
{
    public static LabelList Empty { get; } = new(Guid.Empty, Guid.Empty, "");
}
