using Braid.Ctf;
using Braid.Sessions.Recording;

namespace Braid.Cli.Terminal;

/// <summary>Tells the errors that are part of using the program from its own faults.</summary>
internal static class Failure
{
    /// <summary>
    /// One line for an error that the user can act on; null for a fault of Braid itself, which keeps its stack trace.
    /// </summary>
    public static string? Describe(Exception e) => e switch
    {
        UserError or RecordingException or CtfException => e.Message,
        IOException or InvalidDataException or UnauthorizedAccessException => e.Message,
        AggregateException all => all.InnerExceptions.Count == 1 ? Describe(all.InnerExceptions[0]) : Join(all.InnerExceptions),
        _ => null,
    };

    private static string? Join(IReadOnlyList<Exception> errors)
    {
        var lines = errors.Select(Describe).Distinct().ToList();
        return lines.Contains(null) ? null : string.Join("; ", lines);
    }
}
