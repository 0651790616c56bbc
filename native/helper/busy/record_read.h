/* SPDX-License-Identifier: MIT */
/* The reader's half of a record's seqlock. The acquire load keeps the copy after the first read of the sequence, the fence keeps the second read after
 * the copy. Both pair with the writer's full barriers. Words are read whole, so a word that changes alone (since) is old or new, never mixed. */
#ifndef LATTICE_RECORD_READ_H
#define LATTICE_RECORD_READ_H
#include "bpf/busy_record.h"

#include <stdbool.h>
#include <stdint.h>

enum { RECORD_TRIES = 100 }; /* a change takes some 20 ns; only a virtual CPU that was stopped meanwhile takes longer */

/* false: the CPU ran nothing since the attach. */
static inline bool record_begin(const struct busy_record *record, uint64_t *sequence)
{
	*sequence = __atomic_load_n(&record->sequence, __ATOMIC_ACQUIRE);
	return *sequence != 0;
}

static inline uint64_t record_word(const unsigned long long *word)
{
	return __atomic_load_n(word, __ATOMIC_RELAXED);
}

/* Is what was read since record_begin() of one moment? */
static inline bool record_good(const struct busy_record *record, uint64_t sequence)
{
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return sequence % 2 == 0 && record_word(&record->sequence) == sequence;
}
#endif
