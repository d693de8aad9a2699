namespace Braid.Sessions.Recording;

/// <summary>The version of Braid that traces carry as <c>braid_version</c>.</summary>
public static class BraidVersion
{
    /// <summary>For example <c>0.1.0</c>.</summary>
    public static string Text { get; } = typeof(BraidVersion).Assembly.GetName().Version!.ToString(3);
}
