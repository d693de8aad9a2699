/* lttng-ust-writer LABEL ROW THREADS: what Writer/Program.cs does, in C with lttng-ust. */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "bench_tp.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PER_BATCH = 20000, BATCHES = 60, WARM_UP = 30, MAX_THREADS = 16 };

static pthread_barrier_t barrier;
static double figures[MAX_THREADS * BATCHES];
static int mix;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e9 + t.tv_nsec;
}

static void *measure(void *out)
{
    double *ns = out;
    for (int i = -WARM_UP; i < BATCHES; i++) {
        pthread_barrier_wait(&barrier);
        double start = now();
        if (mix)
            for (int j = 0; j < PER_BATCH; j++) lttng_ust_tracepoint(bench, mix, j, j, "sixteen letters!");
        else
            for (int j = 0; j < PER_BATCH; j++) lttng_ust_tracepoint(bench, i32, j);
        if (i >= 0) ns[i] = (now() - start) / PER_BATCH;
        usleep(8000);
    }
    return NULL;
}

static int compare(const void *a, const void *b)
{
    double d = *(const double *)a - *(const double *)b;
    return (d > 0) - (d < 0);
}

int main(int argc, char **argv)
{
    if (argc < 4) return 2;
    int threads = atoi(argv[3]), n = threads * BATCHES;
    pthread_t running[MAX_THREADS];
    if (threads < 1 || threads > MAX_THREADS) return 2;
    mix = strcmp(argv[2], "mix") == 0;
    pthread_barrier_init(&barrier, NULL, threads);
    for (int i = 0; i < threads; i++) pthread_create(&running[i], NULL, measure, figures + i * BATCHES);
    for (int i = 0; i < threads; i++) pthread_join(running[i], NULL);
    qsort(figures, n, sizeof *figures, compare);
    printf("%s %s %d %.1f %.1f %ld\n", argv[1], argv[2], threads, figures[0], figures[n / 2], (long)threads * PER_BATCH * (BATCHES + WARM_UP));
    return 0;
}
