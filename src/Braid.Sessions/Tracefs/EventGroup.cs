using System.IO.Enumeration;
using Braid.Linux.Ftrace;

namespace Braid.Sessions.Tracefs;

/// <summary>Kernel events that are wanted together, under a plain name.</summary>
public sealed class EventGroup
{
    private readonly string[] _patterns;

    private EventGroup(string name, params string[] patterns) => (Name, _patterns) = (name, patterns);

    /// <summary>The groups.</summary>
    public static IReadOnlyList<EventGroup> All { get; } =
    [
        new("sched", "sched:sched_switch", "sched:sched_wak*", "sched:sched_migrate_task", "sched:sched_process_*", "sched:sched_pi_setprio"),
        new("syscalls", "syscalls:*"),
        new("block", "block:block_*"),
        new("net", "net:*", "napi:*", "skb:*", "sock:*", "tcp:*", "udp:*"),
        new("irq", "irq:*", "irq_vectors:*_entry", "irq_vectors:*_exit"),
        new("mm", "exceptions:page_fault_*", "kmem:mm_page_*", "vmscan:*", "compaction:*", "migrate:*", "oom:*"),
    ];

    /// <summary>What <c>record --kernel</c> takes.</summary>
    public string Name { get; }

    /// <summary>The group called <paramref name="name"/>; null when there is none.</summary>
    public static EventGroup? Find(string name) => All.FirstOrDefault(g => g.Name == name);

    internal bool Contains(EventName name)
    {
        var full = name.ToString();
        return Array.Exists(_patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, full, ignoreCase: false));
    }
}
