using System.IO.Enumeration;
using Braid.Ctf.Schema;
using Braid.Linux.Formats;
using Braid.Linux.Ftrace;
using Braid.Sessions.Tracefs;

namespace Braid.Sessions.Bpf;

/// <summary>
/// The events of system calls that a recording wants. What tracefs lists is what 64-bit programs call; 32-bit programs reach
/// the same functions by other numbers, and some of their own, which have no description: these have six arguments.
/// </summary>
internal static class SyscallSelection
{
    private const string EnterPrefix = "sys_enter_", ExitPrefix = "sys_exit_";

    /// <summary>
    /// Functions of which 32-bit programs pass the arguments in another way than the name says, 64-bit ones in halves (the
    /// <c>compat_sys_x86_…</c> and <c>sys_ia32_…</c> of the kernel).
    /// </summary>
    private static readonly HashSet<string> s_ownArguments =
        ["pread64", "pwrite64", "readahead", "fadvise64", "fallocate", "sync_file_range", "clone", "fanotify_mark"];

    private static readonly (string, string, IntegerFieldClass)[] s_unknown =
        [.. Enumerable.Range(0, 6).Select(static i => ($"arg{i}", "", new IntegerFieldClass(32) { Base = DisplayBase.Hexadecimal }))];

    /// <summary>Whether <paramref name="name"/> is the entry or exit of a system call.</summary>
    public static bool IsSystemCall(EventName name) => name.Subsystem == "syscalls";

    /// <summary>Describes the events.</summary>
    /// <param name="selection">What was asked for.</param>
    /// <param name="patterns">Globs that the names of functions without description are compared with.</param>
    /// <param name="native">How 64-bit programs call.</param>
    /// <param name="compat">How 32-bit programs do; null: they are left out.</param>
    /// <param name="version">The format of the trace.</param>
    public static IEnumerable<SyscallEvent> Describe(EventSelection selection, IReadOnlyList<string> patterns, SyscallAbi native, SyscallAbi? compat, CtfVersion version)
    {
        var chosen = selection.Events.Where(IsSystemCall).Select(static e => e.Event).ToHashSet(StringComparer.Ordinal);
        var known = selection.Catalogue.InSubsystem("syscalls").Select(static e => e.Event).ToHashSet(StringComparer.Ordinal);
        var arguments = new Dictionary<string, (string, string, IntegerFieldClass)[]>(StringComparer.Ordinal);
        foreach (var (number, function) in SyscallNumbers.Native)
        {
            foreach (var e in Events(native, number, function, known.Contains(EnterPrefix + function))) yield return e;
        }

        if (compat is null) yield break;
        foreach (var (number, function) in SyscallNumbers.Compat)
        {
            foreach (var e in Events(compat, number, function, known.Contains(EnterPrefix + function) && !s_ownArguments.Contains(function))) yield return e;
        }

        IEnumerable<SyscallEvent> Events(SyscallAbi abi, int number, string function, bool isDescribed)
        {
            var isListed = known.Contains(EnterPrefix + function);
            var matches = !isListed && abi.IsCompat && patterns.Any(p => FileSystemName.MatchesSimpleExpression(p, function, ignoreCase: false));
            var (entry, exit) = (matches || chosen.Contains(EnterPrefix + function), matches || chosen.Contains(ExitPrefix + function));
            if (!entry && !exit) yield break;
            var layout = new SyscallLayout(isDescribed ? function : "", isDescribed ? ArgumentsOf(function) : s_unknown, abi, version);
            if (entry) yield return new(abi, number, $"{abi.Prefix}syscall_entry_{function}", IsExit: false, layout.Entry);
            if (exit) yield return new(abi, number, $"{abi.Prefix}syscall_exit_{function}", IsExit: true, layout.Exit);
        }

        (string, string, IntegerFieldClass)[] ArgumentsOf(string function)
        {
            if (arguments.TryGetValue(function, out var found)) return found;
            var format = selection.Catalogue.Format(new("syscalls", EnterPrefix + function));

            // Kernels that record texts themselves list them behind the arguments.
            format = format with { Fields = [.. format.Fields.Where(static f => f.Storage == FieldStorage.InPlace)] };
            var types = format.Fields.Where(f => EventMapping.Field(format, f).Conversion != FieldConversion.Drop).Select(static f => f.Type);
            var members = PlanBuilder.Build(format).Class.Payload?.Members ?? [];
            found = [.. members.Zip(types, static (member, type) => (member.Name, type, (IntegerFieldClass)member.Class))];
            arguments.Add(function, found);
            return found;
        }
    }
}
