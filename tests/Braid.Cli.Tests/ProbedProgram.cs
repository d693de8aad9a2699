namespace Braid.Cli.Tests;

/// <summary>
/// A C program with a function and a USDT probe with a semaphore. <c>program N</c> calls <c>work(i, "even" or "odd")</c> for i
/// below N, hits <c>app:step</c> (i, -i, counter, text) when somebody listens, and prints how often that was.
/// </summary>
internal sealed class ProbedProgram : IDisposable
{
    private const string Source = """
        #define _SDT_HAS_SEMAPHORES 1
        #include <stdio.h>
        #include <stdlib.h>
        #include <sys/sdt.h>
        unsigned short app_step_semaphore __attribute__((section(".probes")));
        static int counter = 40;
        __attribute__((noinline)) long work(int n, const char *text) { __asm__ volatile("nop"); counter++; return n * 2L + text[0]; }
        int main(int argc, char **argv) {
            long sum = 0, seen = 0;
            for (int i = 0; i < atoi(argv[1]); i++) {
                sum += work(i, i & 1 ? "odd" : "even");
                if (!app_step_semaphore) continue;
                seen++;
                DTRACE_PROBE4(app, step, i, (long)-i, counter, argv[0]);
            }
            printf("%ld\n", seen);
            return sum == 0;
        }
        """;

    private readonly TemporaryDirectory _directory = new();

    public ProbedProgram()
    {
        File.WriteAllText(_directory["program.c"], Source);
        Shell.Run("gcc", ["-O2", "-o", Path, _directory["program.c"]]).Expect();
    }

    public string Path => _directory["a program"]; // a path with a space is a path

    public void Dispose() => _directory.Dispose();
}
