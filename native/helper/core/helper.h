/* SPDX-License-Identifier: MIT */
/* The state of the running helper: one machine, one engine, one lease. */
#ifndef LATTICE_HELPER_H
#define LATTICE_HELPER_H
#include "changes/baseline.h"
#include "changes/changes.h"
#include "changes/restore.h"
#include "core/options.h"
#include "engine/peer.h"
#include "engine/wire.h"
#include "machine/sources.h"
#include "sampling/sample.h"

#include <stdbool.h>
#include <stdint.h>

struct machine;
struct settling;
struct task_watch;

struct helper {
	struct options options;
	int root;
	struct sources sources;
	struct machine *machine;
	uint64_t signature; /* of the hello that was sent */
	struct baseline baseline;
	struct wire wire;
	bool greeted; /* the engine has its hello */
	struct engine_user engine_user;
	uint64_t speak_by; /* when the engine must have asked for something, 0: it has */
	struct sampling sampling;
	struct reflex_watch {
		uint64_t looked_ns; /* at the last sample */
		unsigned unseen;    /* samples in a row at which the BPF program had not seen us wake */
		bool lost_told;
	} reflex_watch;
	uint64_t lease_until; /* 0: none is held */
	double epoch;
	struct settling *settling;
	struct task_watch *tasks; /* NULL before the first request for them */
	struct restoring restoring;
	struct changes start_results; /* of the restore at the start: sent after the hello */
	bool started_restored;
	uint64_t rescan_at; /* 0: not wanted */
	bool resumed;
	bool ending;        /* leave the loop when the restore is done */
	int listener;       /* MODE_SOCKET, else -1 */
	int epoll;
	bool output_waits;  /* the engine's pipe is full: the loop tells when it takes more */
	uint64_t sample_at, rung_at, watchdog_at; /* deadlines, 0: none */
	bool samples_moved; /* to another grid than the rungs' */
	uint64_t fingerprint; /* of what hotplug and a driver switch change */
};
#endif
