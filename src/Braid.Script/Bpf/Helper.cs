namespace Braid.Script.Bpf;

/// <summary>
/// Functions of the kernel that a program can call, by their numbers in <c>include/uapi/linux/bpf.h</c>; their arguments are
/// described there and in bpf-helpers(7).
/// </summary>
public enum Helper
{
    /// <summary>bpf_map_lookup_elem(map, key): the value's address, or 0.</summary>
    MapLookup = 1,

    /// <summary>bpf_map_update_elem(map, key, value, flags).</summary>
    MapUpdate = 2,

    /// <summary>bpf_map_delete_elem(map, key).</summary>
    MapDelete = 3,

    /// <summary>bpf_ktime_get_ns(): CLOCK_MONOTONIC in nanoseconds.</summary>
    MonotonicTime = 5,

    /// <summary>bpf_get_smp_processor_id().</summary>
    ProcessorId = 8,

    /// <summary>bpf_tail_call(context, map, index): does not return, unless the slot is empty.</summary>
    TailCall = 12,

    /// <summary>bpf_get_current_pid_tgid(): the process in the high half, the thread in the low.</summary>
    CurrentProcessAndThread = 14,

    /// <summary>bpf_get_current_uid_gid(): the group in the high half, the user in the low.</summary>
    CurrentUserAndGroup = 15,

    /// <summary>bpf_get_current_comm(buffer, size).</summary>
    CurrentName = 16,

    /// <summary>bpf_get_current_cgroup_id().</summary>
    CurrentCgroup = 80,

    /// <summary>bpf_probe_read_user(destination, size, source): 0, or less when the source cannot be read.</summary>
    ReadUser = 112,

    /// <summary>bpf_probe_read_kernel(destination, size, source): 0, or less when the source cannot be read.</summary>
    ReadKernel = 113,

    /// <summary>bpf_probe_read_user_str(destination, size, source): bytes with the null character, or less than 0.</summary>
    ReadUserText = 114,

    /// <summary>bpf_ringbuf_output(ring, data, size, flags): 0, or less when the ring is full.</summary>
    RingOutput = 130,

    /// <summary>bpf_ringbuf_reserve(ring, size, flags): the record's address, or 0 when the ring is full.</summary>
    RingReserve = 131,

    /// <summary>bpf_ringbuf_submit(record, flags).</summary>
    RingSubmit = 132,

    /// <summary>bpf_ringbuf_discard(record, flags).</summary>
    RingDiscard = 133,

    /// <summary>bpf_get_current_task_btf(): the task_struct, whose members can be loaded.</summary>
    CurrentTask = 158,

    /// <summary>bpf_loop(times, function, context, flags).</summary>
    Loop = 181,
}
