using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Braid.Linux.Files;

/// <summary>The user to whom files made on somebody's behalf shall belong.</summary>
/// <param name="UserId">The numeric user id.</param>
/// <param name="GroupId">The numeric group id.</param>
public readonly partial record struct FileOwner(uint UserId, uint GroupId)
{
    /// <summary>
    /// The user who called <c>sudo</c> (SUDO_UID and SUDO_GID), when this process is root on their behalf; else null: the
    /// files then belong to the right user already.
    /// </summary>
    public static FileOwner? Invoking =>
        Environment.IsPrivilegedProcess
        && uint.TryParse(Environment.GetEnvironmentVariable("SUDO_UID"), CultureInfo.InvariantCulture, out var user)
        && uint.TryParse(Environment.GetEnvironmentVariable("SUDO_GID"), CultureInfo.InvariantCulture, out var group)
            ? new FileOwner(user, group)
            : null;

    /// <summary>Gives <paramref name="path"/> and all below it to this owner; symbolic links are changed, not followed.</summary>
    /// <exception cref="IOException">An entry could not be changed; the message names it.</exception>
    public void Own(string path)
    {
        Change(path);
        if (!Directory.Exists(path)) return;
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", all)) Change(entry);
    }

    private void Change(string path)
    {
        if (LChown(path, UserId, GroupId) == 0) return;
        throw new IOException($"{path}: cannot change its owner: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LChown(string path, uint owner, uint group);
}
