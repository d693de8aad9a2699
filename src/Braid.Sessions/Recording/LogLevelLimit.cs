namespace Braid.Sessions.Recording;

/// <summary>Which log levels are recorded.</summary>
/// <param name="Level">0, the most severe, to 14.</param>
/// <param name="Exactly">Only this one; else this one and the more severe ones.</param>
public readonly record struct LogLevelLimit(int Level, bool Exactly);
