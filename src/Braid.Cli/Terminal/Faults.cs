using Braid.Ctf;
using Braid.Ctf.Decoding;

namespace Braid.Cli.Terminal;

/// <summary>Damage found while a trace was read.</summary>
internal static class Faults
{
    /// <summary>Prints a line for each damaged stream.</summary>
    /// <returns>The exit status: 1 when there was any damage.</returns>
    public static int Report(MergedReader reader) => Report(reader.FindFaults());

    /// <inheritdoc cref="Report(MergedReader)"/>
    public static int Report(IEnumerable<CtfException> faults)
    {
        var status = 0;
        foreach (var fault in faults)
        {
            Console.Error.WriteLine($"braid: {fault.Message}");
            status = 1;
        }

        return status;
    }
}
