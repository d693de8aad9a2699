using Xunit.Sdk;
using Xunit.v3;

// The tests look at what the recorder leaves behind in tracefs and /dev/shm: one at a time.
[assembly: Parallelization(Mode = ParallelMode.None)]
