/* SPDX-License-Identifier: MIT */
/* A record as the engine gets it: docs/helper-protocol.md, Tasks. */
#ifndef LATTICE_TASK_WIRE_H
#define LATTICE_TASK_WIRE_H
#include <stdint.h>

struct bytes;
struct json;
struct task_record;
struct tasks_counts;

enum { TASK_TOLD = 224 };

void task_wire_head(struct bytes *bytes, double id, uint64_t now_ns, unsigned count);
void task_wire_append(struct bytes *bytes, uint32_t pid, const struct task_record *record);
/* The ack that follows the last frame. */
void task_wire_ack(struct json *json, double id, double epoch, unsigned size, const struct tasks_counts *counts, const char *uncounted);
#endif
