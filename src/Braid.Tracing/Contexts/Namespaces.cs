using System.Globalization;

namespace Braid.Tracing.Contexts;

/// <summary>The namespaces of this process.</summary>
internal static class Namespaces
{
    /// <summary>The inode by which the kernel tells namespaces of <paramref name="kind"/> apart, from the link <c>/proc/self/ns/KIND</c> to <c>KIND:[4026531836]</c>; 0 when it cannot be read.</summary>
    public static ulong Inode(string kind)
    {
        var link = new FileInfo("/proc/self/ns/" + kind).LinkTarget;
        var digits = link is [.., ']'] ? link.AsSpan(link.IndexOf('[') + 1)[..^1] : default;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var inode) ? inode : 0;
    }
}
