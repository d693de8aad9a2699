/*
 * service EVENTS [ELEMENTS]: two threads that emit EVENTS events of six classes between them, with 0 to ELEMENTS elements in
 * a sequence: 64 (the default and the most) make 52 bytes an event, 8 make 33.
 */
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "service_tp.h"

#include <pthread.h>
#include <stdlib.h>

static long per_thread;
static long most = 64;

static void *work(void *unused)
{
    static const uint32_t values[64] = { 3, 1, 4, 1, 5, 9, 2, 6 };
    static const int16_t parts[4] = { -1, 0, 1, 32767 };
    (void)unused;
    for (long i = 0; i < per_thread; i++) {
        switch (i % 6) {
        case 0: lttng_ust_tracepoint(service, request, i, -i * 1000003, 200 + i % 5); break;
        case 1: lttng_ust_tracepoint(service, log, "an order was placed by a customer", i % 1000); break;
        case 2: lttng_ust_tracepoint(service, thread, "worker-thread\0\0\0", i); break;
        case 3: lttng_ust_tracepoint(service, batch, values, i % (most + 1)); break;
        case 4: lttng_ust_tracepoint(service, state, i % 7, 0x7f0000000000 + i * 64); break;
        default: lttng_ust_tracepoint(service, sample, i / 7.0, parts); break;
        }
    }
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_t threads[2];
    per_thread = argc > 1 ? atol(argv[1]) / 2 : 1000000;
    if (argc > 2) most = atol(argv[2]);
    if (most < 0 || most > 64) return 1;
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, work, NULL);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
    return 0;
}
