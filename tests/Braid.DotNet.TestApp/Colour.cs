namespace Braid.DotNet.TestApp;

/// <summary>An enumeration as a field.</summary>
internal enum Colour
{
    Red = 1,
    Green = 2,
}
