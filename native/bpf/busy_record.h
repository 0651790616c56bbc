/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the sched_switch program and the helper share: one record per CPU, in an array map that the helper maps into its own memory. */
#ifndef LATTICE_BUSY_RECORD_H
#define LATTICE_BUSY_RECORD_H

#define BUSY_BUCKET_NS 5000000ull /* 5 ms; bucket number = CLOCK_MONOTONIC ns / this */
#define BUSY_BUCKETS 512u         /* a ring of 2.56 s; a power of two */
#define BUSY_SHARE_BITS 24u       /* a bucket's busy ns fit: 5000000 < 2^24; its number takes the other 40 bits */

/* Only the CPU itself writes its record, with interrupts off. `sequence` is odd while more than one word of it changes, so a reader's copy is good
 * when the sequence was even and the same before and after (a seqlock). 0 means the CPU ran nothing since the program was attached. */
struct busy_record {
	unsigned long long sequence;
	unsigned long long busy_ns; /* time not idle up to `since`, or up to now when idle */
	unsigned long long since;   /* CLOCK_MONOTONIC ns at which the running task began; 0 when the CPU is idle */
	unsigned long long pad[5];  /* what each switch changes has a cache line of its own, and records share none */
	/* Bucket number << 24 | busy ns in it, at place number % 512. One word, so a share never goes with another bucket's number. Idle stretches
	 * leave old numbers behind, which mean "nothing in this one": nobody has to clear them. */
	unsigned long long ring[BUSY_BUCKETS];
};

#endif
