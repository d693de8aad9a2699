using System.Runtime.InteropServices;

namespace Braid.Tracing.Contexts;

/// <summary>Who this process is, as its user namespace counts.</summary>
internal static unsafe partial class Credentials
{
    public static (uint Real, uint Effective, uint Saved) UserIds()
    {
        uint real, effective, saved;
        return GetUserIds(&real, &effective, &saved) == 0 ? (real, effective, saved) : throw new InvalidOperationException("getresuid");
    }

    public static (uint Real, uint Effective, uint Saved) GroupIds()
    {
        uint real, effective, saved;
        return GetGroupIds(&real, &effective, &saved) == 0 ? (real, effective, saved) : throw new InvalidOperationException("getresgid");
    }

    [LibraryImport("libc", EntryPoint = "getresuid")]
    private static partial int GetUserIds(uint* real, uint* effective, uint* saved);

    [LibraryImport("libc", EntryPoint = "getresgid")]
    private static partial int GetGroupIds(uint* real, uint* effective, uint* saved);
}
