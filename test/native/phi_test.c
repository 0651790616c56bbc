/* SPDX-License-Identifier: MIT */
/* phi_coherence.h against the streams of phi_vectors.py, to the bit. Argument: their file. */
#include "include/phi_coherence.h"

#include "check.h"
#include "phi_vectors.h"

/* The C has no function of this name: it is what coherence is clipped from. */
static int order(const struct phi_series *series)
{
	const int coherence = phi_coherence(series);

	return coherence ? coherence : phi_moments(series).predicted;
}

static void compare(const struct phi_vector *vector, struct phi_series *before)
{
	struct phi_series series = { 0 };
	unsigned long long check = 0;
	const unsigned failed = check_failed;

	for (unsigned i = 0; i < vector->count; i++) {
		phi_push(&series, phi_interval(vector->ns[i]));
		check = (check * 31 + series.filtered + (unsigned long long)(long long)order(&series)) & 0x7fffffff;
	}
	CHECK(series.filtered == vector->expected.filtered);
	CHECK(series.count + series.older == vector->expected.n);
	CHECK(order(&series) == vector->expected.order);
	CHECK(phi_coherence(&series) == vector->expected.coherence);
	CHECK(phi_bunching(&series) == vector->expected.bunching);
	CHECK(phi_mean_ns(&series) == vector->expected.mean);
	CHECK(phi_deviation_ns(&series) == vector->expected.deviation);
	CHECK(phi_task_coherence(&series, before->count + before->older ? before : &series) == vector->expected.task);
	CHECK(check == (unsigned long long)vector->expected.check);
	if (check_failed != failed)
		printf("... in \"%s\"\n", vector->name);
	*before = series;
}

int main(int argc, char **argv)
{
	FILE *file = fopen(argc > 1 ? argv[1] : "test/native/phi_vectors.txt", "re");
	struct phi_series before = { 0 }, none = { 0 };
	struct phi_vector vector;
	unsigned seen = 0;

	while (file && phi_vector_read(file, &vector)) {
		compare(&vector, &before);
		seen++;
	}
	if (file)
		fclose(file);
	CHECK(seen == 19);
	CHECK(phi_mean_ns(&none) == 0 && phi_deviation_ns(&none) == 0 && phi_coherence(&none) == PHI_UNKNOWN && phi_bunching(&none) == PHI_UNKNOWN);
	for (unsigned long long x = 0; x < 100000; x++)
		CHECK(phi_root(x) * phi_root(x) <= x && (phi_root(x) + 1) * (phi_root(x) + 1) > x);
	CHECK(phi_root((1ull << 62) - 1) == (1ull << 31) - 1);
	CHECK(phi_interval(~0ull) == PHI_MOST && phi_interval(1023) == 0 && phi_interval(1024) == 1);
	return check_result();
}
