/* SPDX-License-Identifier: MIT */
/* Reads the interval streams of phi_vectors.py. */
#ifndef LATTICE_PHI_VECTORS_H
#define LATTICE_PHI_VECTORS_H
#include <stdio.h>
#include <string.h>

enum { PHI_LONGEST = 256 };

struct phi_expected {
	unsigned long long filtered, n;
	long long order, coherence, bunching;
	unsigned long long mean, deviation;
	long long task, check;
};

struct phi_vector {
	char name[80];
	unsigned count;
	struct phi_expected expected;
	unsigned long long ns[PHI_LONGEST];
};

/* 1 while there is one, 0 at the end or where the file is damaged. */
static inline int phi_vector_read(FILE *file, struct phi_vector *vector)
{
	struct phi_expected *e = &vector->expected;

	if (!fgets(vector->name, sizeof(vector->name), file))
		return 0;
	vector->name[strcspn(vector->name, "\n")] = '\0';
	if (fscanf(file, "%u %llu %llu %lld %lld %lld %llu %llu %lld %lld", &vector->count, &e->filtered, &e->n, &e->order, &e->coherence, &e->bunching,
		   &e->mean, &e->deviation, &e->task, &e->check) != 10 || vector->count > PHI_LONGEST)
		return 0;
	for (unsigned i = 0; i < vector->count; i++)
		if (fscanf(file, "%llu", &vector->ns[i]) != 1)
			return 0;
	return fgetc(file) == '\n';
}
#endif
