/* SPDX-License-Identifier: MIT */
#include "tasks/task_wire.h"

#include "base/bytes.h"
#include "bpf/task_record.h"
#include "json/json_write.h"
#include "tasks/tasks.h"

#include <endian.h>
#include <string.h>

enum { NS_PLACES = 16 - PHI_UNIT_BITS }; /* binary places of a filtered interval in ns */

static void put_word(struct bytes *bytes, uint64_t value)
{
	value = htole64(value);
	bytes_append(bytes, &value, sizeof(value));
}

static void put_half(struct bytes *bytes, uint32_t value)
{
	value = htole32(value);
	bytes_append(bytes, &value, sizeof(value));
}

static void put_double(struct bytes *bytes, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	put_word(bytes, bits);
}

void task_wire_head(struct bytes *bytes, double id, uint64_t now_ns, unsigned count)
{
	put_double(bytes, id);
	put_double(bytes, (double)now_ns);
	put_half(bytes, TASK_TOLD);
	put_half(bytes, count);
}

void task_wire_append(struct bytes *bytes, uint32_t pid, const struct task_record *record)
{
	const uint64_t words[] = {
		record->start, record->cgroup, record->run_ns, record->wait_ns, record->sleep_ns, record->work, phi_mean_ns(&record->periods),
		phi_deviation_ns(&record->periods), phi_mean_ns(&record->runs), phi_mean_ns(&record->sleeps), record->misses, record->instructions,
		record->runs.filtered >> NS_PLACES, record->sleeps.filtered >> NS_PLACES, record->periods.filtered >> NS_PLACES, record->missed.filtered,
	};
	const uint32_t halves[] = {
		(uint32_t)phi_task_coherence(&record->runs, &record->sleeps), (uint32_t)phi_bunching(&record->periods), (uint32_t)phi_coherence(&record->missed),
		record->periods.count + record->periods.older, record->voluntary, record->involuntary, record->wakeups, record->execs,
		(record->flags & TASK_ENDED) != 0, 0,
	};

	put_half(bytes, pid);
	put_half(bytes, record->tgid);
	for (unsigned i = 0; i < sizeof(words) / sizeof(*words); i++)
		put_word(bytes, words[i]);
	for (unsigned i = 0; i < sizeof(halves) / sizeof(*halves); i++)
		put_half(bytes, halves[i]);
	for (unsigned i = 0; i < TASK_WAKERS; i++)
		put_half(bytes, record->waker[i]);
	for (unsigned i = 0; i < TASK_WAKERS; i++)
		put_half(bytes, record->woke[i]);
	bytes_append(bytes, record->comm, TASK_COMM);
}

void task_wire_ack(struct json *json, double id, double epoch, unsigned size, const struct tasks_counts *counts, const char *uncounted)
{
	json_open(json, NULL, '{');
	json_string(json, "t", "ack");
	json_number(json, "id", id);
	json_number(json, "epoch", epoch);
	json_open(json, "results", '{');
	json_close(json, '}');
	json_open(json, "tasks", '{');
	json_number(json, "size", size);
	json_number(json, "seen", counts->seen);
	json_number(json, "created", (double)counts->created);
	json_number(json, "ended", (double)counts->ended);
	json_number(json, "replaced", (double)counts->replaced);
	json_number(json, "refused", (double)counts->refused);
	json_number(json, "evicted", (double)counts->evicted);
	if (uncounted)
		json_string(json, "uncounted", uncounted);
	json_close(json, '}');
	json_close(json, '}');
}
