/* SPDX-License-Identifier: MIT */
/* Single values: whole numbers, lists of CPUs, the words a file may hold, what nvidia-smi prints as a number. Each against what its text says. */
#include "base/arena.h"
#include "base/cpuset.h"
#include "base/sysfs.h"
#include "fuzz/fuzz.h"
#include "gpu/gpu_text.h"
#include "machine/choices.h"
#include "machine/machine.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>

static void whole_number(const char *text)
{
	int64_t number, again;
	char printed[32];
	int error = parse_number(text, &number);

	MUST(error == 0 || error == -EINVAL || error == -ERANGE);
	if (error)
		return;
	MUST(text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
	MUST(text[strspn(text, "-0123456789 \t\n\v\f\r")] == '\0');
	snprintf(printed, sizeof(printed), "%" PRId64, number);
	MUST(parse_number(printed, &again) == 0 && again == number);
}

/* Written as the kernel writes it, a list of CPUs is the same set. */
static void cpu_list(const char *text)
{
	static char printed[CPU_LIMIT * 6];
	struct cpuset set, again;
	size_t used = 0;
	int error = cpuset_parse(&set, text);

	MUST(error == 0 || error == -EINVAL);
	MUST(!cpuset_has(&set, CPU_LIMIT) && !cpuset_has(&set, UINT32_MAX));
	if (error)
		return;
	MUST(text[strspn(text, "-,0123456789 \t\n\v\f\r")] == '\0');
	printed[0] = '\0';
	for (unsigned cpu = 0; cpu < CPU_LIMIT; cpu++) {
		unsigned last = cpu;

		if (!cpuset_has(&set, cpu))
			continue;
		while (cpuset_has(&set, last + 1))
			last++;
		used += (size_t)snprintf(printed + used, sizeof(printed) - used, last > cpu ? "%s%u-%u" : "%s%u", used ? "," : "", cpu, last);
		cpu = last;
	}
	MUST(cpuset_parse(&again, printed) == 0 && memcmp(&set, &again, sizeof(set)) == 0);
}

static void words(const char *text)
{
	struct machine machine = { 0 };
	struct choices choices = choices_parse(&machine, text);

	for (unsigned i = 0; i < choices.count; i++) {
		int index = choices_find(&choices, choices.words[i]);

		MUST(*choices.words[i] && !choices.words[i][strcspn(choices.words[i], " \t\n")] && strstr(text, choices.words[i]));
		MUST(index >= 0 && (unsigned)index <= i && strcmp(choices.words[index], choices.words[i]) == 0);
	}
	choices_append(&machine, &choices, text);
	MUST(!*text || choices_find(&choices, text) >= 0);
	arena_free(&machine.arena);
}

static void gpu_row(const char *text)
{
	char *copy = text_of((const uint8_t *)text, strlen(text)), *row = copy, *end = copy + strlen(copy);
	double number = gpu_number(text);

	MUST(isnan(number) || isfinite(number));
	for (unsigned fields = 0; row < end; fields++) {
		char *field = gpu_field(&row);

		MUST(fields <= strlen(text) && field >= copy && field + strlen(field) <= end && row <= end && !strchr(field, ','));
		MUST(!*field || (!strchr(" \t\n\v\f\r", *field) && !strchr(" \t\n\v\f\r", field[strlen(field) - 1])));
	}
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = text_of(data, size);

	whole_number(text);
	cpu_list(text);
	words(text);
	gpu_row(text);
	free(text);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}
