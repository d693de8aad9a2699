/* lttng-ust-pace RATE THREADS SECONDS: what ../../user-events/Writer/Pace.cs does, in C with lttng-ust. */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "bench_tp.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 1000, MAX_THREADS = 16 };

static double rate, seconds;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void *emit(void *out)
{
    double start = now(), elapsed;
    long done = 0;
    while ((elapsed = now() - start) < seconds) {
        if (rate && done >= (long)(rate * elapsed)) {
            usleep(1000);
            continue;
        }
        for (int i = 0; i < CHUNK; i++) lttng_ust_tracepoint(bench, i32, i);
        done += CHUNK;
    }
    *(long *)out = done;
    return NULL;
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    int threads = atoi(argv[2]);
    if (threads < 1 || threads > MAX_THREADS) return 2;
    rate = atof(argv[1]) / threads;
    seconds = atof(argv[3]);
    long counts[MAX_THREADS], events = 1;
    pthread_t running[MAX_THREADS];
    lttng_ust_tracepoint(bench, i32, 0);
    double start = now();
    for (int i = 0; i < threads; i++) pthread_create(&running[i], NULL, emit, &counts[i]);
    for (int i = 0; i < threads; i++) pthread_join(running[i], NULL);
    double elapsed = now() - start;
    for (int i = 0; i < threads; i++) events += counts[i];
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    double cpu = u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e-6;
    printf("%ld %.3f %.3f\n", events, elapsed, cpu);
    return 0;
}
