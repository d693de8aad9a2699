// workload N: calls getppid(2) N times on CPU 1 and prints its own CPU time in microseconds.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/syscall.h>

int main(int argc, char **argv)
{
	long n = argc > 1 ? atol(argv[1]) : 1000000;
	cpu_set_t cpus;
	struct rusage self;

	CPU_ZERO(&cpus);
	CPU_SET(1, &cpus);
	sched_setaffinity(0, sizeof(cpus), &cpus);
	while (n-- > 0)
		syscall(SYS_getppid);
	getrusage(RUSAGE_SELF, &self);
	printf("%ld\n", (self.ru_utime.tv_sec + self.ru_stime.tv_sec) * 1000000 + self.ru_utime.tv_usec + self.ru_stime.tv_usec);
	return 0;
}
