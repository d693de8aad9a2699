#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER service

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "./service_tp.h"

#if !defined(SERVICE_TP_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define SERVICE_TP_H

#include <stdint.h>
#include <lttng/tracepoint.h>

LTTNG_UST_TRACEPOINT_ENUM(service, state,
    LTTNG_UST_TP_ENUM_VALUES(
        lttng_ust_field_enum_value("IDLE", 0)
        lttng_ust_field_enum_value("RUNNING", 1)
        lttng_ust_field_enum_range("BLOCKED", 2, 5)))

LTTNG_UST_TRACEPOINT_EVENT(service, request,
    LTTNG_UST_TP_ARGS(int32_t, id, int64_t, bytes, uint32_t, status),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_integer(int32_t, id, id)
        lttng_ust_field_integer(int64_t, bytes, bytes)
        lttng_ust_field_integer(uint32_t, status, status)))

LTTNG_UST_TRACEPOINT_EVENT(service, log,
    LTTNG_UST_TP_ARGS(const char *, message, int32_t, line),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_string(message, message)
        lttng_ust_field_integer(int32_t, line, line)))

LTTNG_UST_TRACEPOINT_EVENT(service, thread,
    LTTNG_UST_TP_ARGS(const char *, name, int32_t, tid),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_array_text(char, name, name, 16)
        lttng_ust_field_integer(int32_t, tid, tid)))

LTTNG_UST_TRACEPOINT_EVENT(service, batch,
    LTTNG_UST_TP_ARGS(const uint32_t *, values, uint16_t, count),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_sequence(uint32_t, values, values, uint16_t, count)))

LTTNG_UST_TRACEPOINT_EVENT(service, state,
    LTTNG_UST_TP_ARGS(int, state, uint64_t, address),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_enum(service, state, int, state, state)
        lttng_ust_field_integer_hex(uint64_t, address, address)))

LTTNG_UST_TRACEPOINT_EVENT(service, sample,
    LTTNG_UST_TP_ARGS(double, load, const int16_t *, parts),
    LTTNG_UST_TP_FIELDS(
        lttng_ust_field_float(double, load, load)
        lttng_ust_field_array(int16_t, parts, parts, 4)))

#endif

#include <lttng/tracepoint-event.h>
