/* SPDX-License-Identifier: MIT */
/* One event per package and domain of the `power` PMU. Counts are 64-bit in the kernel, so nothing wraps. */
#include "perf/perf_energy.h"

#include "perf/perf_energy_scan.h"
#include "perf/perf_pmu.h"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define MICROJOULES 1e6

struct perf_energy {
	unsigned domains;
	struct perf_energy_source domain[PERF_ENERGY_MAX];
	unsigned count; /* of sources; several dies of one package add up to one domain */
	struct source {
		int fd;
		unsigned domain;
	} source[PERF_ENERGY_MAX];
};

/* The domain of this name, added when it is new. */
static unsigned domain_of(struct perf_energy *energy, const struct perf_energy_source *found)
{
	unsigned i = 0;
	while (i < energy->domains && strcmp(energy->domain[i].name, found->name) != 0)
		i++;
	if (i == energy->domains)
		energy->domain[energy->domains++] = *found;
	return i;
}

struct perf_energy *perf_energy_open(char *why, size_t len)
{
	struct perf_energy_source found[PERF_ENERGY_MAX];
	const int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	const int64_t type = perf_pmu_type(root, "power");
	const unsigned n = type < 0 ? 0 : perf_energy_scan(root, found);
	int error = 0;
	close(root);

	if (n == 0) {
		snprintf(why, len, "there is no `power` PMU (no RAPL, or the module rapl is not loaded)");
		return NULL;
	}
	struct perf_energy *energy = calloc(1, sizeof *energy);
	if (!energy) {
		snprintf(why, len, "out of memory");
		return NULL;
	}
	for (unsigned i = 0; i < n; i++) {
		const int fd = perf_pmu_open((uint32_t)type, found[i].config, 0, found[i].cpu, -1);
		if (fd >= 0 && ioctl(fd, PERF_EVENT_IOC_ENABLE, 0) == 0)
			energy->source[energy->count++] = (struct source){.fd = fd, .domain = domain_of(energy, &found[i])};
		else if (fd >= 0)
			close(fd);
		else if (error == 0)
			error = -fd;
	}
	why[0] = '\0';
	if (energy->count == 0) {
		perf_pmu_refusal(error, why, len);
		perf_energy_close(energy);
		return NULL;
	}
	return energy;
}

unsigned perf_energy_count(const struct perf_energy *energy)
{
	return energy->domains;
}

const char *perf_energy_name(const struct perf_energy *energy, unsigned i)
{
	return energy->domain[i].name;
}

/* uJ = sum of counts * scale (J a count, 2^-32 on x86) * 10^6. */
double perf_energy_uj(struct perf_energy *energy, unsigned i)
{
	double sum = 0.0;
	for (unsigned s = 0; s < energy->count; s++) {
		uint64_t count;
		if (energy->source[s].domain != i)
			continue;
		if (read(energy->source[s].fd, &count, sizeof count) != (ssize_t)sizeof count)
			return NAN;
		sum += (double)count * energy->domain[i].scale * MICROJOULES;
	}
	return sum;
}

void perf_energy_close(struct perf_energy *energy)
{
	if (!energy)
		return;
	for (unsigned s = 0; s < energy->count; s++)
		close(energy->source[s].fd);
	free(energy);
}
