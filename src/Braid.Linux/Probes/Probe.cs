using Braid.Linux.Interop;

namespace Braid.Linux.Probes;

/// <summary>An interface and how to try it.</summary>
/// <param name="Name">See <see cref="ProbeResult"/>.</param>
/// <param name="Interface">See <see cref="ProbeResult"/>.</param>
/// <param name="UsedFor">See <see cref="ProbeResult"/>.</param>
/// <param name="Fix">See <see cref="ProbeResult"/>.</param>
/// <param name="Try">Uses the interface, leaves nothing behind and returns the detail; throws what the kernel answered.</param>
internal sealed record Probe(string Name, string Interface, string UsedFor, string Fix, Func<string> Try)
{
    internal ProbeResult Run()
    {
        try
        {
            return Result(ProbeStatus.Ok, Try());
        }
        catch (KernelException e)
        {
            return Result(Status(e.Errno), Errno.Describe(e.Errno));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            var status = e switch
            {
                UnauthorizedAccessException => ProbeStatus.Denied,
                FileNotFoundException or DirectoryNotFoundException or NotSupportedException => ProbeStatus.Missing,
                _ => ProbeStatus.Error,
            };
            return Result(status, e.Message);
        }
    }

    internal static ProbeStatus Status(int errno) => errno switch
    {
        Errno.Perm or Errno.Access => ProbeStatus.Denied,
        Errno.NoEntry or Errno.NoDevice or Errno.Invalid or Errno.NoSystemCall or Errno.NotSupported => ProbeStatus.Missing,
        _ => ProbeStatus.Error,
    };

    private ProbeResult Result(ProbeStatus status, string detail) => new(Name, Interface, status, detail, UsedFor, status == ProbeStatus.Ok ? "" : Fix);
}
