#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./bench_tp.h"

#if !defined(BENCH_TP_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define BENCH_TP_H

#include <stdint.h>
#include <lttng/tracepoint.h>

LTTNG_UST_TRACEPOINT_EVENT(bench, i32,
    LTTNG_UST_TP_ARGS(int32_t, value),
    LTTNG_UST_TP_FIELDS(lttng_ust_field_integer(int32_t, value, value)))

LTTNG_UST_TRACEPOINT_EVENT(bench, mix,
    LTTNG_UST_TP_ARGS(int64_t, a, int64_t, b, const char *, text),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_integer(int64_t, a, a)
        lttng_ust_field_integer(int64_t, b, b)
        lttng_ust_field_string(text, text)))

#endif

#include <lttng/tracepoint-event.h>
