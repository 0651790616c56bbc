/* SPDX-License-Identifier: MIT */
/* The kernel's governor on a simulated CPU: whatever comes is later by at most its bound; regular work is known, and other work never taken for it. */
#include "check.h"
#include "lattice_machine.h"

#include <stdlib.h>

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
