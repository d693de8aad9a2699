namespace Braid.Script.Filters;

/// <summary>Where the name of a field is looked up.</summary>
public enum FieldRoot
{
    /// <summary><c>name</c>: the event's payload.</summary>
    Payload,

    /// <summary><c>$ctx.name</c>: the event's contexts.</summary>
    Context,

    /// <summary><c>$app.provider:type</c>: a context that the application provides.</summary>
    Application,
}
