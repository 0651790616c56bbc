/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What was seen and what was decided of it: src/governor/kernel/trace.ts rebuilds each decision from these. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM lattice

#if !defined(LATTICE_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define LATTICE_TRACE_H

#include <linux/tracepoint.h>

#include "lattice_governor.h"

/* A policy begins (its CPUs' looks count from 1 again), or a tunable was set. */
TRACE_EVENT(lattice_terms,
	TP_PROTO(unsigned int policy, const struct lattice_terms *terms),
	TP_ARGS(policy, terms),
	TP_STRUCT__entry(
		__field(unsigned int, policy)
		__field(unsigned int, tau_us)
		__field(unsigned int, weight)
		__field(unsigned int, young_us)
		__field(unsigned int, young)
		__field(unsigned int, pace_us)
		__field(unsigned int, pace)
		__field(unsigned int, margin)
		__field(unsigned int, rest_us)
	),
	TP_fast_assign(
		__entry->policy = policy;
		__entry->tau_us = terms->tau_us;
		__entry->weight = terms->weight;
		__entry->young_us = terms->young_us;
		__entry->young = terms->young;
		__entry->pace_us = terms->pace_us;
		__entry->pace = terms->pace;
		__entry->margin = terms->margin;
		__entry->rest_us = terms->rest_us;
	),
	TP_printk("policy=%u tau_us=%u weight=%u young_us=%u young=%u pace_us=%u pace=%u margin=%u rest_us=%u", __entry->policy, __entry->tau_us,
		  __entry->weight, __entry->young_us, __entry->young, __entry->pace_us, __entry->pace, __entry->margin, __entry->rest_us)
);

/* A look at a CPU. */
TRACE_EVENT(lattice_look,
	TP_PROTO(unsigned int policy, unsigned int cpu, u32 seq, const struct lattice_seen *seen, const struct lattice_cpu *state, unsigned int want),
	TP_ARGS(policy, cpu, seq, seen, state, want),
	TP_STRUCT__entry(
		__field(u64, wall_us)
		__field(u64, idle_us)
		__field(u64, age_us)
		__field(u64, filtered)
		__field(unsigned int, policy)
		__field(unsigned int, cpu)
		__field(u32, seq)
		__field(unsigned int, khz)
		__field(unsigned int, max_khz)
		__field(int, rests)
		__field(int, least)
		__field(int, regular)
		__field(unsigned int, want)
	),
	TP_fast_assign(
		__entry->wall_us = seen->wall_us;
		__entry->idle_us = seen->idle_us;
		__entry->age_us = state->age_us;
		__entry->filtered = state->filtered;
		__entry->policy = policy;
		__entry->cpu = cpu;
		__entry->seq = seq;
		__entry->khz = seen->khz;
		__entry->max_khz = seen->max_khz;
		__entry->rests = seen->rests;
		__entry->least = state->rhythm.least;
		__entry->regular = state->rhythm.regular;
		__entry->want = want;
	),
	TP_printk("policy=%u cpu=%u seq=%u wall_us=%llu idle_us=%llu rests=%d khz=%u max_khz=%u age_us=%llu filtered=%llu least=%d regular=%d want=%u",
		  __entry->policy, __entry->cpu, __entry->seq, __entry->wall_us, __entry->idle_us, __entry->rests, __entry->khz, __entry->max_khz,
		  __entry->age_us, __entry->filtered, __entry->least, __entry->regular, __entry->want)
);

/* What is asked for the policy: the most that one of its CPUs wants in 1024ths and in kHz, and what the driver has of that within the limits. */
TRACE_EVENT(lattice_choice,
	TP_PROTO(unsigned int policy, unsigned int want, unsigned int max_khz, unsigned int khz, unsigned int next_khz),
	TP_ARGS(policy, want, max_khz, khz, next_khz),
	TP_STRUCT__entry(
		__field(unsigned int, policy)
		__field(unsigned int, want)
		__field(unsigned int, max_khz)
		__field(unsigned int, khz)
		__field(unsigned int, next_khz)
	),
	TP_fast_assign(
		__entry->policy = policy;
		__entry->want = want;
		__entry->max_khz = max_khz;
		__entry->khz = khz;
		__entry->next_khz = next_khz;
	),
	TP_printk("policy=%u want=%u max_khz=%u khz=%u next_khz=%u", __entry->policy, __entry->want, __entry->max_khz, __entry->khz, __entry->next_khz)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE lattice_trace
#include <trace/define_trace.h>
