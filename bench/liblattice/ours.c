/* SPDX-License-Identifier: MIT */
/* CPU seconds of the library, one number a line: regularize | smooth (memcpy and smoothing in turn) | beat SOCKET | answer SOCKET (ns a call). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lattice.h"

enum { side = 4096, runs = 5, samples = 10000000, calls = 1000000 };

static double cpu_seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void regularize(void)
{
	const size_t shape[] = { side, side }, n = (size_t)side * side;
	float *in = malloc(n * sizeof *in), *out = malloc(n * sizeof *out);
	for (size_t i = 0; i < n; i++)
		in[i] = (float)((i * 2654435761U) % 1000) / 1000 - 0.5F;
	/* Both arrays are in memory before the first run counts. */
	lattice_regularize_f32(out, in, shape, 2, LATTICE_CYCLES, LATTICE_PHI);
	for (int run = 0; run < runs; run++) {
		double from = cpu_seconds();
		lattice_regularize_f32(out, in, shape, 2, LATTICE_CYCLES, LATTICE_PHI);
		printf("%.6f\n", cpu_seconds() - from);
	}
	free(in);
	free(out);
}

static void smooth(void)
{
	double *in = malloc(samples * sizeof *in), *out = malloc(samples * sizeof *out);
	for (size_t i = 0; i < samples; i++)
		in[i] = (double)((i * 2654435761U) % 1000);
	memcpy(out, in, samples * sizeof *out);
	for (int run = 0; run < runs; run++) {
		double from = cpu_seconds();
		memcpy(out, in, samples * sizeof *out);
		/* So that the copy is made. */
		__asm__ volatile("" : : "r"(out) : "memory");
		double copied = cpu_seconds();
		lattice_smooth(out, in, samples, LATTICE_PHI);
		printf("%.6f %.6f\n", copied - from, cpu_seconds() - copied);
	}
	free(in);
	free(out);
}

static void beat_often(lattice_client *client)
{
	for (int i = 0; i < calls; i++)
		lattice_beat(client, 1);
}

static void answer_often(lattice_client *client)
{
	for (int i = 0; i < calls; i++)
		lattice_answer(client, 1 + i % 16);
}

static void tell(const char *socket, void (*often)(lattice_client *))
{
	lattice_client *client;
	if (lattice_open(&client, "bench", socket) != LATTICE_OK)
		exit(1);
	for (int run = 0; run < 4 * runs; run++) {
		double from = cpu_seconds();
		often(client);
		printf("%.6f\n", (cpu_seconds() - from) * 1e9 / calls);
	}
	lattice_close(client);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "regularize") == 0)
		regularize();
	else if (argc == 2 && strcmp(argv[1], "smooth") == 0)
		smooth();
	else if (argc == 3 && strcmp(argv[1], "beat") == 0)
		tell(argv[2], beat_often);
	else if (argc == 3 && strcmp(argv[1], "answer") == 0)
		tell(argv[2], answer_often);
	else
		return 2;
	return 0;
}
