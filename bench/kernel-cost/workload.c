// What is traced: "workload call N" calls getppid(2) N times, "workload switch N" sends a byte to and fro between two
// processes, N hops, all on CPU 1. Prints the nanoseconds of each.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void hop(int from, int to, long n)
{
	char byte = 0;

	while (n-- > 0)
		if (read(from, &byte, 1) != 1 || write(to, &byte, 1) != 1)
			exit(1);
}

int main(int argc, char **argv)
{
	long n = argc > 2 ? atol(argv[2]) : 0;
	int there[2], back[2];
	cpu_set_t cpus;
	double begin;

	CPU_ZERO(&cpus);
	CPU_SET(1, &cpus);
	if (n <= 0 || sched_setaffinity(0, sizeof(cpus), &cpus) < 0)
		return 1;
	if (strcmp(argv[1], "call") == 0) {
		begin = now();
		for (long i = 0; i < n; i++)
			syscall(SYS_getppid);
		printf("%.1f\n", (now() - begin) / n);
		return 0;
	}

	if (pipe(there) < 0 || pipe(back) < 0)
		return 1;
	if (fork() == 0) {
		hop(there[0], back[1], n / 2);
		_exit(0);
	}

	begin = now();
	if (write(there[1], "", 1) != 1)
		return 1;
	hop(back[0], there[1], n / 2 - 1);
	if (read(back[0], argv[1], 1) != 1)
		return 1;
	printf("%.1f\n", (now() - begin) / n);
	return 0;
}
