namespace Braid.Bridge.Events;

/// <summary>Names that a program gives its providers, events and fields, as names that a trace can have.</summary>
internal static class EventNames
{
    /// <summary>With underscores for what a recorder takes for no part of a name (docs/formats/ring.md).</summary>
    public static string Clean(string name) => name.Length == 0 ? "_" : string.Create(name.Length, name, static (clean, name) =>
    {
        for (var i = 0; i < name.Length; i++) clean[i] = name[i] is <= ' ' or '"' or '\\' or '\x7f' ? '_' : name[i];
    });

    /// <summary>Clean names, no two the same; a field of bytes takes the name of its length too.</summary>
    public static string[] CleanFields(IReadOnlyList<string> names)
    {
        var taken = new HashSet<string>();
        var clean = new string[names.Count];
        for (var i = 0; i < clean.Length; i++)
        {
            var name = Clean(names[i]);
            for (var n = 2; !taken.Add(name); n++) name = $"{Clean(names[i])}_{n}";
            taken.Add($"_{name}_length");
            clean[i] = name;
        }

        return clean;
    }
}
