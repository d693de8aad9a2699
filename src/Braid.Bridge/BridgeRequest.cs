namespace Braid.Bridge;

/// <summary>
/// What the bridge is asked for: the text of the file <c>request</c> beside the assembly, the word <c>detach</c> or the globs
/// of the providers, one in a line. Without the file, as when the program was started with the hook, the default providers.
/// </summary>
/// <param name="Text">The file, as it is.</param>
internal sealed record BridgeRequest(string Text)
{
    private const string Detach = "detach";

    /// <summary>To take the bridge off again.</summary>
    public bool IsDetach => Text == Detach;

    /// <summary>The globs; none for the default.</summary>
    public string[] Globs => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static BridgeRequest Read()
    {
        var file = Path.Combine(Path.GetDirectoryName(typeof(BridgeRequest).Assembly.Location) ?? "", "request");
        return new(File.Exists(file) ? File.ReadAllText(file) : "");
    }
}
