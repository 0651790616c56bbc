/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the BPF programs and the helper share: one record per CPU, in an array map that the helper maps into its own memory, and the events. */
#ifndef LATTICE_BUSY_RECORD_H
#define LATTICE_BUSY_RECORD_H

#define BUSY_BUCKET_NS 5000000ull /* 5 ms; bucket number = CLOCK_MONOTONIC ns / this */
#define BUSY_BUCKETS 512u         /* a ring of 2.56 s; a power of two */
#define BUSY_SHARE_BITS 24u       /* a bucket's busy ns fit: 5000000 < 2^24; its number takes the other 40 bits */

/* A stretch is busy time without an idle gap of this length. Its age is its busy time: shorter gaps are left out, but do not end it. */
#define BUSY_QUIET_NS 1000000ull
#define BUSY_AGE_NS 1000000ull /* the first step of ages ends here, each further one at twice the age: 1, 2, 4, 8, 16, 32, 64 ms */
#define BUSY_AGES 7u

/* Only the CPU itself writes its record, with interrupts off. `sequence` is odd while more than one word of it changes, so a reader's copy is good
 * when the sequence was even and the same before and after (a seqlock). 0 means the CPU ran nothing since the program was attached. */
struct busy_record {
	unsigned long long sequence;
	unsigned long long busy_ns;    /* time not idle up to `since`, or up to now when idle */
	unsigned long long since;      /* CLOCK_MONOTONIC ns at which the running task began; 0 when the CPU is idle */
	unsigned long long begun;      /* busy_ns at which the newest stretch began: its age is busy_ns - begun, and what runs since `since` */
	unsigned long long idle_since; /* CLOCK_MONOTONIC ns at which the CPU last went idle */
	/* The helper writes these two. It also sets `watched`, and the CPU clears it. What each switch changes ends here, with its cache line. */
	unsigned long long threshold;  /* tell when a stretch is older than this, in ns; 0: do not */
	unsigned long long watched;    /* tell once when the CPU goes idle */
	unsigned long long told;       /* the threshold that this stretch was told to have passed, 0: none */
	unsigned long long young[BUSY_AGES]; /* busy ns at an age of this step */
	unsigned long long lost;       /* events that found no room; each is tried again at the next look. Records share no cache line */
	/* Bucket number << 24 | busy ns in it, at place number % 512. One word, so a share never goes with another bucket's number. Idle stretches
	 * leave old numbers behind, which mean "nothing in this one": nobody has to clear them. */
	unsigned long long ring[BUSY_BUCKETS];
};

enum busy_event_kind { BUSY_CROSSED, BUSY_IDLE };

struct busy_event {
	unsigned cpu;
	unsigned kind; /* enum busy_event_kind */
};

/* How many of the ns that begin at this age fall in the step. */
static inline __attribute__((always_inline)) unsigned long long busy_age_share(unsigned step, unsigned long long age, unsigned long long ns)
{
	const unsigned long long first = step ? BUSY_AGE_NS << (step - 1) : 0, end = BUSY_AGE_NS << step;
	const unsigned long long from = age > first ? age : first, to = age + ns < end ? age + ns : end;

	return to > from ? to - from : 0;
}

#endif
