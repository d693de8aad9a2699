using System.Runtime.InteropServices;

namespace Braid.Cli.Terminal;

/// <summary>While it lives, Ctrl-C, a termination and a lost terminal cancel a token instead of ending the process.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalStatus = 128;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption()
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Take(context, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Take(context, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Take(context, 1)),
        ];
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The exit status that shells give a program that the signal ended; 0 when there was none.</summary>
    public int ExitStatus { get; private set; }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Take(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        ExitStatus = SignalStatus + number;
        _source.Cancel();
    }
}
