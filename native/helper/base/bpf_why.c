/* SPDX-License-Identifier: MIT */
#include "base/bpf_why.h"

#include "base/capability.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define BTF_FILE "/sys/kernel/btf/vmlinux"

/* The first complaint of libbpf: what follows is only "failed to load". Its print function gets no argument from us, so this is static. */
static char complaint[160];

__attribute__((format(printf, 2, 0))) static int note_complaint(enum libbpf_print_level level, const char *format, va_list arguments)
{
	if (level == LIBBPF_WARN && complaint[0] == '\0') {
		vsnprintf(complaint, sizeof complaint, format, arguments);
		complaint[strcspn(complaint, "\n")] = '\0';
	}
	return 0;
}

bool bpf_possible(char *why, size_t len)
{
	if (access(BTF_FILE, R_OK) != 0) {
		snprintf(why, len, "%s: %s: the kernel has no BTF (CONFIG_DEBUG_INFO_BTF)", BTF_FILE, strerror(errno));
		return false;
	}
	complaint[0] = '\0';
	libbpf_set_print(note_complaint);
	return true;
}

void bpf_explain(char *why, size_t len, const char *step, int error)
{
	const bool bpf = capability_effective(CAP_BPF), perfmon = capability_effective(CAP_PERFMON);

	if ((error == -EPERM || error == -EACCES) && !capability_effective(CAP_SYS_ADMIN) && !(bpf && perfmon))
		snprintf(why, len, "%s: %s: the process lacks %s%s%s", step, strerror(-error), bpf ? "" : "CAP_BPF",
			 !bpf && !perfmon ? " and " : "", perfmon ? "" : "CAP_PERFMON");
	else if (error == -EPERM || error == -EACCES)
		snprintf(why, len, "%s: %s although CAP_BPF and CAP_PERFMON are held (a user namespace, kernel lockdown or a security module)", step,
			 strerror(-error));
	else
		snprintf(why, len, "%s: %s%s%s", step, strerror(-error), complaint[0] ? "; " : "", complaint);
}

/* An offline CPU gives ENXIO; it begins when it comes online. */
int bpf_seed(int program, unsigned ncpu)
{
	for (unsigned cpu = 0; cpu < ncpu; cpu++) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .flags = BPF_F_TEST_RUN_ON_CPU, .cpu = cpu);
		const int error = bpf_prog_test_run_opts(program, &options);

		if (error < 0 && error != -ENXIO)
			return error;
	}
	return 0;
}
