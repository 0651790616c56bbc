/* SPDX-License-Identifier: MIT */
/* The running helper: one machine, one engine, one lease. */
#ifndef LATTICE_HELPER_H
#define LATTICE_HELPER_H
#include "changes/baseline.h"
#include "changes/changes.h"
#include "machine/long_lived.h"
#include "core/options.h"
#include "sampling/sample.h"
#include "engine/wire.h"

/* A set whose values the kernel has not applied yet. */
struct settling {
	struct settling *next;
	struct changes changes;
	double id;
	bool has_id, again; /* again: the second, longer wait */
	bool for_gpu;         /* the rest is done, nvidia-smi still runs */
	const char *restored; /* why, when this is the end of a restore */
	uint64_t due;
};

/* A restore under way: written, to be verified at due. */
struct restoring {
	bool active, again, has_id;
	struct changes changes;
	const char *why;
	double id;
	uint64_t due;
};

struct helper {
	struct options options;
	int root;
	struct kept kept;
	struct machine *machine;
	uint64_t signature; /* of the hello that was sent */
	struct baseline baseline;
	struct wire wire;
	bool greeted; /* the engine has its hello */
	struct sampling sampling;
	uint64_t lease_until; /* 0: none is held */
	double epoch;
	struct settling *settling;
	struct restoring restoring;
	struct changes start_results; /* of the restore at the start: told after the hello */
	bool started_restored;
	uint64_t rescan_at; /* 0: not wanted */
	bool resumed;
	bool ending;        /* leave the loop when the restore is through */
	int listener;       /* MODE_SOCKET, else -1 */
	int epoll;
	bool output_waits;  /* the engine's pipe is full: told when it takes more */
	uint64_t sample_at, rung_at, watchdog_at; /* deadlines, 0: none */
	bool samples_moved; /* to another grid than the rungs' */
	uint64_t fingerprint; /* of what hotplug and a driver switch change */
};

/* hello.c */
void hello_send(struct helper *helper);
void hello_write(const struct helper *helper, struct json *json);
/* Of everything in it that lasts: whether a new description says something new. */
uint64_t hello_signature(struct machine *machine);
void topology_write(const struct machine *machine, struct json *json);
/* grid.c: the next sample, and those after it on its grid; what is due of samples and rungs */
void sample_due(struct helper *helper, uint64_t at);
void sample_run(struct helper *helper, uint64_t now);
void ladder_run(struct helper *helper, uint64_t now);
/* reply.c */
void reply_notice(struct helper *helper, const char *what, const char *why);
void reply_error(struct helper *helper, const char *why);
void reply_ack(struct helper *helper, double id, struct changes *changes, const char *error);
void reply_restored(struct helper *helper, const char *why, struct changes *changes);
/* request.c */
void request_handle(struct helper *helper, const char *text, size_t length);
/* settle.c */
void settle_begin(struct helper *helper, struct changes *changes, bool wrote, bool has_id, double id);
uint64_t settle_due(const struct helper *helper);
void settle_run(struct helper *helper, uint64_t now);
void settle_drop(struct helper *helper);
/* nvidia-smi has ended: who waits for it looks again. */
void settle_wake(struct helper *helper);
/* A restore whose GPUs are still being put back; the rest of it is done. */
void settle_restore(struct helper *helper, const struct restoring *restoring);
/* restore.c */
/* Is there a baseline of ours? One that a read-only helper sees belongs to another. */
bool restore_owed(const struct helper *helper);
void restore_begin(struct helper *helper, const char *why, bool has_id, double id);
/* What could be put back leaves the baseline, and the engine hears of it. */
void restore_done(struct helper *helper, struct changes *changes, const char *why, bool has_id, double id);
void restore_run(struct helper *helper, uint64_t now);
/* resume.c: writes what a suspend lost although sysfs still shows it. */
void resume_rewrite(struct helper *helper);
/* rescan.c */
void rescan_soon(struct helper *helper, uint64_t delay_ns);
void rescan_run(struct helper *helper);
bool hotplug_seen(struct helper *helper);
/* runtime.c: 0 or -errno; holds the runtime directory against a second helper until exit. */
int runtime_lock(struct helper *helper);
/* modes */
int helper_run(struct helper *helper);
int helper_once(struct helper *helper);
int helper_restore(struct helper *helper);
int helper_bench(struct helper *helper);
#endif
