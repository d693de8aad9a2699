using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Braid.Linux.Interop;

namespace Braid.Linux.State;

/// <summary>What the kernel knows of the machine, read from /sys and /proc. What goes away while it is read is left out. Thread-safe.</summary>
public static class MachineState
{
    /// <summary>Disks and partitions with their device numbers as the kernel counts them: major &lt;&lt; 20 | minor (MKDEV in include/linux/kdev_t.h).</summary>
    public static IEnumerable<(uint Device, string Name)> BlockDevices()
    {
        foreach (var directory in Directory.EnumerateFileSystemEntries("/sys/class/block").Order(StringComparer.Ordinal))
        {
            if (ReadIfThere($"{directory}/dev") is not { } text) continue;
            var numbers = text.Split(':');
            yield return (uint.Parse(numbers[0], CultureInfo.InvariantCulture) << 20 | uint.Parse(numbers[1], CultureInfo.InvariantCulture), Path.GetFileName(directory).Replace('!', '/'));
        }
    }

    /// <summary>Interrupts that have a handler, by number: the chip that they come from and the name of each handler.</summary>
    public static IEnumerable<(uint Number, string Chip, string[] Actions)> Interrupts()
    {
        var numbers = Directory.EnumerateDirectories("/sys/kernel/irq").Select(static path => uint.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture));
        foreach (var number in numbers.Order())
        {
            if (ReadIfThere($"/sys/kernel/irq/{number}/actions") is not { Length: > 0 } actions) continue;
            yield return (number, ReadIfThere($"/sys/kernel/irq/{number}/chip_name") ?? "", actions.Split(','));
        }
    }

    /// <summary>The network interfaces of this network namespace with each of their IPv4 addresses; 0.0.0.0 for one that has none.</summary>
    public static IEnumerable<(string Name, IPAddress Address)> NetworkInterfaces()
    {
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces().OrderBy(static n => n.Name, StringComparer.Ordinal))
        {
            var addresses = network.GetIPProperties().UnicastAddresses.Select(static a => a.Address).Where(static a => a.AddressFamily == AddressFamily.InterNetwork).ToList();
            foreach (var address in addresses.DefaultIfEmpty(IPAddress.Any)) yield return (network.Name, address);
        }
    }

    /// <summary>The processors that are online, as /proc/cpuinfo tells of them: label and value.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>> Processors()
    {
        foreach (var block in KernelFile.Read("/proc/cpuinfo").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in block.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var colon = line.IndexOf(':');
                if (colon > 0) values[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }

            if (values.ContainsKey("processor")) yield return values;
        }
    }

    private static string? ReadIfThere(string path)
    {
        try
        {
            return KernelFile.Read(path).TrimEnd('\n');
        }
        catch (KernelException e) when (e.Errno is Errno.NoEntry or Errno.NoDevice)
        {
            return null;
        }
    }
}
