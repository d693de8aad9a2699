"""Memory, timers, locks, asynchronous input and output: what the tools of a shell do not reach."""
import ctypes, fcntl, mmap, os, signal, tempfile, threading, time

libc = ctypes.CDLL(None, use_errno=True)
area = mmap.mmap(-1, 8 << 20)
for at in range(0, len(area), 4096): area[at] = 1
for advice in (mmap.MADV_HUGEPAGE, mmap.MADV_MERGEABLE, mmap.MADV_COLD if hasattr(mmap, "MADV_COLD") else 20, 21, mmap.MADV_DONTNEED, mmap.MADV_FREE):
    try: area.madvise(advice)
    except OSError: pass
for at in range(0, len(area), 4096): area[at] = 2
area.resize(16 << 20)
area.close()
with tempfile.TemporaryFile(dir=".") as file:
    file.truncate(1 << 20)
    view = mmap.mmap(file.fileno(), 0)
    for at in range(0, len(view), 4096): view[at] = 3
    view.flush()
    view.close()
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX, 10, 5)
    fcntl.lockf(file, fcntl.LOCK_UN)
    fcntl.flock(file, fcntl.LOCK_UN)

signal.signal(signal.SIGALRM, lambda *_: None)
signal.signal(signal.SIGVTALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.setitimer(signal.ITIMER_VIRTUAL, 0.01)
end = time.monotonic() + 0.05
while time.monotonic() < end: pass
if os.fork() == 0: os._exit(3)
os.wait()

lock = threading.Lock()
def contend():
    for _ in range(200):
        with lock: os.getppid()
threads = [threading.Thread(target=contend) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()

io_uring_setup, io_uring_enter = 425, 426
parameters = ctypes.create_string_buffer(120)
ring = libc.syscall(io_uring_setup, 8, parameters)
if ring >= 0:
    libc.syscall(io_uring_enter, ring, 0, 0, 0, None, 0)
    os.close(ring)
timer = libc.timerfd_create(7, 0)
if timer >= 0:
    libc.timerfd_settime(timer, 0, (ctypes.c_long * 4)(0, 0, 0, 1000000), None)
    os.read(timer, 8)
    os.close(timer)
