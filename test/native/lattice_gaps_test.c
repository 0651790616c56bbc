/* SPDX-License-Identifier: MIT */
/* What is known of a CPU's rests against a simulated CPU that is known to the 10 us, whichever way the kernel accounts for them: exactly, or by ticks. */
#include "include/lattice_gaps.h"

#include "check.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

enum { STEP_US = 10, TICK_US = 4000, RATE_US = 1000, SECONDS = 20 };

struct cpu {
	unsigned long long now, until, hooked, looked;
	unsigned long long idle, told; /* us: the truth, and the account */
	unsigned long long answered;
	bool busy;
	unsigned gaps; /* since the last look */
	struct lattice_gaps known;
};

struct error {
	double worst, sum;
	unsigned looks;
};

static unsigned long long exponential(double mean)
{
	return (unsigned long long)(-log(1 - drand48()) * mean) / STEP_US * STEP_US + STEP_US;
}

static void hook(struct cpu *cpu, bool wakes, struct error *error)
{
	double off;

	cpu->hooked = cpu->now;
	lattice_gaps_pass(&cpu->known, cpu->now, wakes ? LATTICE_RESTS : LATTICE_BUSY, TICK_US);
	if (cpu->now - cpu->looked < RATE_US)
		return;
	cpu->looked = cpu->now;
	off = fabs((double)lattice_gaps_idle(&cpu->known, cpu->told) - (double)cpu->idle);
	cpu->told = cpu->idle = 0;
	/* Each gap is known to a period of load tracking. */
	CHECK(off <= (double)LATTICE_PERIOD_US * cpu->gaps);
	cpu->gaps = 0;
	error->worst = fmax(error->worst, off);
	error->sum += off;
	error->looks++;
}

static struct error run(double busy_us, double idle_us, bool by_ticks)
{
	struct cpu cpu = { 0 };
	struct error error = { 0 };

	for (; cpu.now < SECONDS * 1000000ull; cpu.now += STEP_US) {
		if (cpu.now >= cpu.until) {
			cpu.busy = !cpu.busy;
			cpu.until = cpu.now + exponential(cpu.busy ? busy_us : idle_us);
			/* A task that leaves is told when a period has passed; one that comes always here, and by the kernel where the rest was that long. */
			if (cpu.busy)
				hook(&cpu, true, &error);
			else if (cpu.now - cpu.hooked >= LATTICE_PERIOD_US)
				hook(&cpu, false, &error);
			cpu.gaps += !cpu.busy;
		}
		if (cpu.now % TICK_US == 0 && cpu.busy)
			hook(&cpu, false, &error);
		if (cpu.now % TICK_US == 0 && !cpu.busy && by_ticks)
			cpu.told += TICK_US;
		cpu.idle += cpu.busy ? 0 : STEP_US;
		cpu.told += cpu.busy || by_ticks ? 0 : STEP_US;
	}
	return error;
}

/* A CPU that is looked at from another one. */
static void from_afar(void)
{
	struct lattice_gaps gaps = { 0 };

	lattice_gaps_pass(&gaps, 3000, LATTICE_FROM_AFAR, TICK_US);
	CHECK(lattice_gaps_idle(&gaps, 0) == 0);
	lattice_gaps_pass(&gaps, 6000, LATTICE_FROM_AFAR, TICK_US);
	CHECK(lattice_gaps_idle(&gaps, 9000) == 3000);
	lattice_gaps_pass(&gaps, 106000, LATTICE_FROM_AFAR, TICK_US);
	CHECK(lattice_gaps_idle(&gaps, 0) == 100000 - TICK_US - LATTICE_PERIOD_US);
	/* Without ticks, as on an isolated CPU, a busy one may be silent for long: the account decides. */
	lattice_gaps_pass(&gaps, 206000, LATTICE_BUSY, TICK_US);
	CHECK(lattice_gaps_idle(&gaps, 1234) == 1234);
	lattice_gaps_pass(&gaps, 205000, LATTICE_RESTS, TICK_US);
	CHECK(lattice_gaps_idle(&gaps, 5) == 0);
}

int main(void)
{
	static const double lengths[] = { 200, 1000, 5000, 30000 };

	srand48(1);
	from_afar();
	for (unsigned b = 0; b < 4; b++)
		for (unsigned i = 0; i < 4; i++) {
			const struct error exact = run(lengths[b], lengths[i], false), ticks = run(lengths[b], lengths[i], true);

			CHECK(exact.worst == 0);
			/* A tick's worth and more would be wrong without the moments. */
			CHECK(ticks.looks > 100 && ticks.sum / ticks.looks < 700);
		}
	return check_result();
}
