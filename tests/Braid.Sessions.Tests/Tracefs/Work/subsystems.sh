#!/bin/sh
# Lets as many of the kernel's tracepoints fire as a few seconds allow: file systems on loop devices, links, queueing
# disciplines and sockets, memory, processes, locks. Everything goes with its namespaces and its directory, however this ends;
# what a machine lacks is left out.
# unshare -m -n -i -u subsystems.sh DIRECTORY PART
own=$(dirname "$(readlink -f "$0")")
cd "$1" || exit 1
mount --make-rprivate / 2>/dev/null

exercise() { # the file system that is mounted at mnt
    mkdir -p mnt/a/b
    for i in 1 2 3 4 5 6 7 8; do
        dd if=/dev/zero of=mnt/a/f$i bs=64k count=8 conv=fsync
        ln mnt/a/f$i mnt/a/b/h$i
        ln -s f$i mnt/a/s$i
        mv mnt/a/f$i mnt/a/b/f$i
        truncate -s 100 mnt/a/b/f$i
    done
    dd if=/dev/zero of=mnt/direct bs=4k count=64 oflag=direct
    dd if=mnt/direct of=/dev/null bs=4k iflag=direct
    fallocate -l 1M mnt/space
    fallocate -p -o 65536 -l 65536 mnt/space
    fallocate -z -o 0 -l 65536 mnt/space
    fallocate -c -o 262144 -l 262144 mnt/space
    fallocate -i -o 262144 -l 262144 mnt/space
    cp mnt/direct mnt/copy
    cp --reflink=always mnt/direct mnt/clone
    chmod 600 mnt/copy
    sync mnt/copy
    ls -lR mnt
    cat mnt/copy
    fstrim mnt
    fsfreeze -f mnt && fsfreeze -u mnt
    rm -r mnt/a
    mount -o remount,sync mnt
    find mnt -type f -exec cat {} +
}

try() { # TYPE SIZE MKFS…
    type=$1
    truncate -s "$2" $type.img
    shift 2
    "$@" $type.img && mkdir -p mnt && mount -t $type -o loop $type.img mnt || return
    exercise
    umount mnt
    rm $type.img
}

network() {
    ip link set lo up
    ip link add v0 type veth peer name v1
    ip link add bridge0 type bridge
    ip link set v1 master bridge0
    ip link set v0 up
    ip link set v1 up
    ip link set bridge0 up
    ip addr add 10.9.8.1/24 dev v0
    ip addr add 10.9.8.2/24 dev bridge0
    tc qdisc add dev v0 root fq_codel
    tc qdisc replace dev lo root tbf rate 1mbit burst 5kb latency 5ms
    ip neigh add 10.9.8.9 lladdr 02:00:00:00:00:01 dev v0
    ip neigh del 10.9.8.9 dev v0
    ip route add 10.9.7.0/24 dev v0
    tc qdisc del dev lo root
    /usr/bin/python3 "$own/sockets.py"
    ip link set v0 down
    ip link del v0
    ip link del bridge0
}

memory() {
    truncate -s 16M swap.img && mkswap swap.img && losetup -f --show swap.img > swap.dev && swapon "$(cat swap.dev)" && swapoff "$(cat swap.dev)"
    losetup -d "$(cat swap.dev)"
    echo 1 > /proc/sys/vm/compact_memory
    /usr/bin/python3 "$own/memory.py"
}

processes() {
    for i in 1 2 3; do
        sh -c 'exec true'
        nice -n 5 true
        chrt -f 1 true
        taskset 1 true
        sh -c 'kill -TERM $$'
        timeout 0.01 sleep 1
        flock lock true
        echo subsystems.sh > /dev/kmsg
    done
    group=$(while read -r _ path type _; do case $type in cgroup*) echo "$path"; break;; esac; done < /proc/mounts)
    mkdir "$group/braid-test-$$" && sh -c "echo \$\$ > $group/braid-test-$$/cgroup.procs" && rmdir "$group/braid-test-$$"
    echo 10 > /proc/self/oom_score_adj
}

case $2 in
    ext4) try ext4 32M mkfs.ext4 -q -E lazy_itable_init=0 ;;
    xfs) try xfs 300M mkfs.xfs -q ;;
    btrfs) try btrfs 128M mkfs.btrfs -q ;;
    network | memory | processes) "$2" ;;
    *) exit 1 ;;
esac
exit 0
