/* SPDX-License-Identifier: MIT */
/* The kernel's governor on a simulated CPU: whatever comes is later by at most its bound; regular work is known, and other work never taken for it.
 * Steps of 100 us; looks come as the scheduler's hook does: when the CPU wakes up and at ticks while it is busy, rate_us apart. */
#include "include/lattice_governor.h"

#include "check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_US = 100, TICK_US = 4000, RATE_US = 1000, MAX_KHZ = 4600000 };

struct machine {
	struct lattice_terms terms;
	struct lattice_cpu cpu;
	double queue, reference; /* us of work at the highest clock: left here, and left on a CPU that always has it */
	unsigned want;
	unsigned long now_us, looked_us, seen_us, idle_us, seen_idle_us;
	double clock_sum, busy_sum;
	double worst;            /* lag over the bound */
	unsigned bound;          /* of what was set since the queue was empty */
	unsigned raises;
};

static void begin(struct machine *m, unsigned young_us, unsigned young)
{
	memset(m, 0, sizeof(*m));
	m->terms = (struct lattice_terms){ .tau_us = 50000, .young_us = young_us, .young = young, .pace_us = 16000, .pace = 40, .margin = 125, .rest_us = 2000 };
	m->terms.weight = lattice_weight(m->terms.tau_us);
	m->want = 1024;
}

static void look(struct machine *m, int rests)
{
	const unsigned before = m->want;
	const struct lattice_seen seen = { .wall_us = m->now_us - m->seen_us, .idle_us = m->idle_us - m->seen_idle_us, .khz = lattice_khz(m->want, MAX_KHZ),
					   .max_khz = MAX_KHZ, .rests = rests };

	if (m->looked_us && m->now_us - m->looked_us < RATE_US)
		return;
	m->looked_us = m->seen_us = m->now_us;
	m->seen_idle_us = m->idle_us;
	m->want = lattice_look(&m->cpu, &m->terms, &seen);
	m->raises += m->want == 1024 && before != 1024;
}

/* Work of `us` comes, and a step passes. */
static void step(struct machine *m, double us)
{
	const int wakes = us > 0 && m->queue <= 0;
	const unsigned old = m->cpu.rhythm.regular ? m->terms.pace_us : m->terms.young_us, share = m->cpu.rhythm.regular ? m->terms.pace : m->terms.young;
	const unsigned bound = lattice_bound(old, share, TICK_US + RATE_US);
	double lag;

	if (wakes)
		look(m, 1);
	else if (m->queue > 0 && m->now_us % TICK_US == 0)
		look(m, 0);
	m->queue += us;
	m->reference += us;
	m->bound = bound > m->bound || wakes ? bound : m->bound;
	if (m->queue > 0) {
		m->clock_sum += m->want;
		m->busy_sum++;
	} else {
		m->idle_us += STEP_US;
	}
	m->queue = fmax(0, m->queue - STEP_US * m->want / 1024.0);
	m->reference = fmax(0, m->reference - STEP_US);
	m->now_us += STEP_US;
	lag = m->queue - m->reference;
	m->worst = fmax(m->worst, lag - m->bound - STEP_US);
}

static double exponential(double mean)
{
	return -log(1 - drand48()) * mean;
}

/* `share` of the time, in pieces of `piece_us` on average, at random moments. Returns whether the CPU was ever regular. */
static int poisson(struct machine *m, double seconds, double share, double piece_us)
{
	int regular = 0;

	for (double left = seconds * 1e6; left > 0; left -= STEP_US) {
		step(m, drand48() < share * STEP_US / piece_us ? exponential(piece_us) : 0);
		regular |= m->cpu.rhythm.regular;
	}
	return regular;
}

/* A piece each period. Returns the seconds until the CPU was regular, or -1. */
static double pieces(struct machine *m, double seconds, double period_us, double piece_us)
{
	double at = -1, next = 0;

	for (double t = 0; t < seconds * 1e6; t += STEP_US) {
		step(m, t >= next ? piece_us * (0.9 + 0.2 * drand48()) : 0);
		next += t >= next ? period_us : 0;
		if (at < 0 && m->cpu.rhythm.regular)
			at = t / 1e6;
	}
	return at;
}

static void bound_holds(void)
{
	double closest = -1e9;

	for (int i = 0; i < 60; i++) {
		struct machine m;

		begin(&m, (unsigned)(drand48() * 20000), 10 + (unsigned)(drand48() * 90));
		for (int part = 0; part < 4; part++) {
			poisson(&m, 2, 0.05 + 0.9 * drand48(), exponential(10000) + 200);
			pieces(&m, 3, 4000 + exponential(20000), exponential(8000) + 200);
		}
		CHECK(m.worst <= 0);
		closest = fmax(closest, m.worst);
	}
	/* The bound is not so wide that nothing could break it: some came within 2 ms of it. */
	CHECK(closest > -2000);
}

static void rhythm_is_known(void)
{
	static const double periods[] = { 8333, 11111, 16667, 20000, 33333 };
	struct machine m;

	for (unsigned i = 0; i < sizeof(periods) / sizeof(*periods); i++) {
		double at;

		begin(&m, 8000, 75);
		at = pieces(&m, 8, periods[i], periods[i] * 0.3);
		CHECK(at > 1.5 && at < 5);
		m.clock_sum = m.busy_sum = 0;
		pieces(&m, 3, periods[i], periods[i] * 0.3);
		CHECK(m.clock_sum / m.busy_sum < 0.75 * 1024);
		/* A piece of a second: no rhythm is left after 0.3 s. */
		pieces(&m, 0.3, 1e9, 1e6);
		CHECK(!m.cpu.rhythm.regular && m.want == 1024);
	}
	for (double share = 0.1; share < 0.75; share += 0.2)
		for (double piece = 500; piece < 20000; piece *= 3) {
			begin(&m, 8000, 75);
			CHECK(!poisson(&m, 60, share, piece));
		}
	begin(&m, 8000, 75);
	CHECK(!poisson(&m, 10, 0.001, 1000));
}

/* Short stretches are never raised, long ones once each. */
static void age_decides(void)
{
	struct machine m;

	begin(&m, 8000, 75);
	pieces(&m, 10, 250000, 3000);
	CHECK(m.raises == 0);
	begin(&m, 8000, 75);
	pieces(&m, 10, 500000, 100000);
	CHECK(m.raises == 20);
}

static void weights(void)
{
	CHECK(lattice_weight(50000) == 4954);
	for (unsigned tau = 10000; tau <= 100000; tau++) {
		const double lambda = (1 + sqrt(5)) / 2 * (tau / 5e3) * (tau / 5e3);

		CHECK(fabs(lattice_weight(tau) - 65536 * 2 / (1 + sqrt(1 + 4 * lambda))) < 0.6);
	}
	CHECK(lattice_bound(8000, 75, 4000) == 3000 && lattice_bound(8000, 100, 4000) == 0);
	CHECK(lattice_khz(1024, MAX_KHZ) == MAX_KHZ && lattice_khz(768, MAX_KHZ) == 3450000 && lattice_khz(1, 1) == 1);
}

int main(void)
{
	srand48(1);
	weights();
	age_decides();
	rhythm_is_known();
	bound_holds();
	return check_result();
}
