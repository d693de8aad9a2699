using Braid.Linux.Formats;
using Braid.Linux.Interop;

namespace Braid.Linux.Ftrace;

/// <summary>The events that the kernel can trace now. Formats are read when asked for. Not thread-safe.</summary>
public sealed class EventCatalogue
{
    private readonly TracefsMount _mount;
    private readonly Dictionary<string, List<EventName>> _subsystems = new(StringComparer.Ordinal);
    private readonly Dictionary<EventName, EventFormat> _formats = [];

    /// <summary>Lists the events of <paramref name="mount"/>.</summary>
    public EventCatalogue(TracefsMount mount)
    {
        _mount = mount;
        var all = new List<EventName>();
        foreach (var line in KernelFile.Read($"{mount.Path}/available_events").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = new EventName(line[..colon], line[(colon + 1)..].Trim());
            all.Add(name);
            if (!_subsystems.TryGetValue(name.Subsystem, out var list)) _subsystems.Add(name.Subsystem, list = []);
            list.Add(name);
        }

        All = all;
    }

    /// <summary>All events that can be enabled.</summary>
    public IReadOnlyList<EventName> All { get; }

    /// <summary>The event that writes to trace_marker make; always on and not among <see cref="All"/>.</summary>
    public static EventName Print { get; } = new("ftrace", "print");

    /// <summary>The events of one subsystem; empty when there is no such one.</summary>
    public IReadOnlyList<EventName> InSubsystem(string subsystem) => _subsystems.TryGetValue(subsystem, out var list) ? list : [];

    /// <summary>The format of <paramref name="name"/>, read once.</summary>
    /// <exception cref="KernelException">There is no such event, or it may not be read.</exception>
    public EventFormat Format(EventName name)
    {
        if (_formats.TryGetValue(name, out var format)) return format;
        var path = $"{_mount.Events}/{name.Subsystem}/{name.Event}/format";
        format = FormatParser.Parse(KernelFile.Read(path), path, name.Subsystem);
        _formats.Add(name, format);
        return format;
    }
}
