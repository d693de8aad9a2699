namespace Braid.Cli.Verbs;

/// <summary>What <c>view</c> prints.</summary>
internal enum ViewFormat
{
    Text,
    Json,
    Csv,
}
