namespace Braid.Cli.Verbs;

/// <summary>When <c>view</c> prints in colour.</summary>
internal enum ColorChoice
{
    Auto,
    Always,
    Never,
}
