/* SPDX-License-Identifier: MIT */
/* NVIDIA GPUs: found in sysfs, described and set by nvidia-smi, which runs in children that nobody waits for. They outlive a description of the machine. */
#ifndef LATTICE_GPU_H
#define LATTICE_GPU_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { GPU_MOST = 16, GPU_CLOCKS_MOST = 512, GPU_WHY_ROOM = 192, GPU_ARGUMENT_ROOM = 160 };

struct change;
struct changes;
struct helper;
struct machine;

enum gpu_job { GPU_IDLE, GPU_FACTS, GPU_CLOCKS, GPU_LIMIT_BEFORE, GPU_SET, GPU_LIMIT_AFTER };
enum gpu_setting_kind { GPU_MAX_CLOCK, GPU_POWER_LIMIT, GPU_SETTINGS };

/* One run of nvidia-smi. */
struct gpu_child {
	pid_t pid;
	int process, output; /* pidfd and pipe */
	char *text;
	size_t length;
	uint64_t kill_at;
	bool killed;
};

/* How a run ended: 0 or -errno, and why in words. */
struct gpu_outcome {
	int error;
	char why[GPU_WHY_ROOM];
};

/* A control's value on its way. Tickets number what was asked: all up to `done` have the outcome. */
struct gpu_setting {
	double ours;   /* what stands by our doing, in the control's unit; NaN: nothing */
	double wanted; /* by the newest ticket; NaN: as it was before us */
	double before; /* GPU_POWER_LIMIT: to be put back */
	uint64_t asked, started, done;
	uint64_t answer_by; /* when the newest ticket has waited long enough */
	struct gpu_outcome outcome;
};

struct gpu {
	char bus[16]; /* 0000:01:00.0 */
	char uuid[80], name[96];
	bool present; /* NVIDIA's driver has it */
	bool known;   /* nvidia-smi has described it */
	bool mig;
	char why[GPU_WHY_ROOM]; /* what keeps it from being known, or from being set */
	double clocks[GPU_CLOCKS_MOST]; /* kHz, ascending */
	unsigned clock_count;
	double power_limit, power_min, power_max; /* uW */
	struct gpu_setting settings[GPU_SETTINGS];
	enum gpu_job job;
	enum gpu_setting_kind setting; /* of GPU_SET and its readings */
	struct gpu_child child;
	uint64_t facts_at; /* when to ask (again) for its description, 0: not wanted */
	unsigned failures;
	bool without_mig; /* this driver has no MIG field */
};

struct gpus {
	char program[GPU_ARGUMENT_ROOM * 2]; /* nvidia-smi; empty when there is none */
	unsigned count;
	struct gpu items[GPU_MOST];
};

/* gpu_scan.c: brings the list up to date with sysfs; a GPU keeps its number as long as the helper runs. */
void gpu_scan(struct machine *machine);
bool gpu_asleep(int root, const struct gpu *gpu);
uint64_t gpu_fingerprint(int root, const struct gpus *gpus);

/* gpu_child.c */
int gpu_child_start(struct helper *helper, unsigned index, const char *const *arguments, bool dies_with_us, uint64_t patience_ns);
/* Takes what it wrote; true when it has ended, with its wait status. */
bool gpu_child_take(struct helper *helper, struct gpu_child *child, int *status);
void gpu_child_kill(struct gpu_child *child);
void gpu_close(struct gpus *gpus);

/* gpu_text.c */
struct gpu_outcome gpu_outcome_of(const char *text, int status);
/* The next field of a CSV row; the row moves past it. */
char *gpu_field(char **row);
/* A whole field that is a number; NaN for [N/A] and whatever else nvidia-smi says instead. */
double gpu_number(const char *field);

/* gpu_facts.c */
void gpu_facts_start(struct helper *helper, unsigned index);
void gpu_facts_done(struct helper *helper, unsigned index, struct gpu_outcome outcome);

/* gpu_control.c: the setting that a control's name means; NULL when it is none of a GPU's. */
struct gpu_setting *gpu_setting_of(const struct gpus *gpus, const char *name, unsigned *index);
/* A value of the control's unit, NaN puts back what was before. Returns the ticket. */
uint64_t gpu_ask(struct helper *helper, unsigned index, enum gpu_setting_kind kind, double value);
void gpu_control_start(struct helper *helper, unsigned index);
void gpu_control_done(struct helper *helper, unsigned index, struct gpu_outcome outcome);
/* What a control of a GPU is now; NaN when that is not known. */
double gpu_value(const struct gpu *gpu, enum gpu_setting_kind kind);
/* What our settings were may be lost (a resume, another driver): those that the lease holds are set again. */
void gpu_lost(struct helper *helper, unsigned index, const char *why);

/* gpu_change.c: begins what is asked of GPUs; true when something was. */
bool gpu_apply(struct helper *helper, struct changes *changes);
/* Begins to put a GPU's setting back, once; false when the change is of something else. */
bool gpu_restore(struct helper *helper, struct change *change);
/* Has nobody answered for this ticket yet? When it is over, its outcome goes into the change. */
bool gpu_pending(const struct gpus *gpus, struct change *change, uint64_t now);

/* gpu_run.c: starts what is due, and takes what children say. */
void gpu_run(struct helper *helper, uint64_t now);
void gpu_event(struct helper *helper, unsigned index);
uint64_t gpu_due(const struct helper *helper);
/* Without a loop (--once, --restore): one round of it. */
void gpu_poll(struct helper *helper);
/* Has each GPU been described, or is it known why not? */
bool gpu_described(const struct helper *helper);
#endif
