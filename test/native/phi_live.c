/* SPDX-License-Identifier: MIT */
/* phi_coherence.h in the running kernel: a BPF program makes of the streams of phi_vectors.py what the C and the TypeScript make of them, to the bit, at
 * their end and after each sample. Needs root and BPF, and says so when it is skipped (77). Argument: the vectors' file. */
#include "check.h"
#include "phi_bpf.h"
#include "phi_vectors.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <stdlib.h>
#include <unistd.h>

extern const char phi_object[], phi_object_end[];

static struct phi_bpf_work work;
static int map, program;

/* The program pushes the interval to the series that is there. */
static void push(const unsigned long long *ns, unsigned count)
{
	const unsigned key = 0;
	LIBBPF_OPTS(bpf_test_run_opts, options);

	work.count = count;
	memcpy(work.ns, ns, count * sizeof(*ns));
	CHECK(bpf_map_update_elem(map, &key, &work, BPF_ANY) == 0);
	CHECK(bpf_prog_test_run_opts(program, &options) == 0);
	CHECK(bpf_map_lookup_elem(map, &key, &work) == 0);
}

static void compare(const struct phi_vector *vector)
{
	struct phi_series series = { 0 };

	work = (struct phi_bpf_work){ 0 };
	for (unsigned i = 0; i < vector->count; i++) {
		phi_push(&series, phi_interval(vector->ns[i]));
		push(&vector->ns[i], 1);
		CHECK(memcmp(&work.series, &series, sizeof(series)) == 0);
		CHECK(work.coherence == phi_coherence(&series) && work.bunching == phi_bunching(&series));
		CHECK(work.mean == phi_mean_ns(&series) && work.deviation == phi_deviation_ns(&series));
	}
	work.series = (struct phi_series){ 0 };
	push(vector->ns, vector->count);
	CHECK(work.series.filtered == vector->expected.filtered && work.series.count + work.series.older == vector->expected.n);
	CHECK(work.coherence == vector->expected.coherence && work.bunching == vector->expected.bunching);
	CHECK(work.mean == vector->expected.mean && work.deviation == vector->expected.deviation);
}

int main(int argc, char **argv)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "lattice_phi");
	struct bpf_object *object;
	struct phi_vector vector;
	unsigned streams = 0;
	FILE *file;

	if (geteuid() != 0) {
		printf("SKIP phi_live: needs root\n");
		return 77;
	}
	object = bpf_object__open_mem(phi_object, (size_t)(phi_object_end - phi_object), &options);
	if (!object || bpf_object__load(object) != 0) {
		printf("FAIL: the kernel does not load the program\n");
		return 1;
	}
	map = bpf_map__fd(bpf_object__find_map_by_name(object, "work"));
	program = bpf_program__fd(bpf_object__find_program_by_name(object, "lattice_phi"));
	file = fopen(argc > 1 ? argv[1] : "../test/native/phi_vectors.txt", "re");
	for (; file && phi_vector_read(file, &vector); streams++)
		compare(&vector);
	if (file)
		fclose(file);
	CHECK(streams == 19);
	bpf_object__close(object);
	return check_result();
}
