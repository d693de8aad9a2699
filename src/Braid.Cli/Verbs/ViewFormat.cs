namespace Braid.Cli.Verbs;

/// <summary>What <c>view</c> prints.</summary>
internal enum ViewFormat
{
    Text,
    Json,
    Csv,

    /// <summary>The stacks of samples, with their counts.</summary>
    Collapsed,
}
