/* SPDX-License-Identifier: MIT */
/* Words and exit codes become an errno. nvidia-smi prints errors on standard output too. */
#include "gpu/gpu_text.h"

#include "gpu/gpu.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

struct meaning {
	const char *words;
	int error;
};

/* The first match wins. */
static const struct meaning meanings[] = {
	{ "have permission", EPERM },
	{ "Insufficient Permissions", EPERM },
	{ "not supported", EOPNOTSUPP },
	{ "is not a valid field", ENOENT },
	{ "is not a valid", ERANGE },
	{ "couldn't communicate with the NVIDIA driver", ENODEV },
	{ "version mismatch", ENODEV },
	{ "GPU is lost", ENODEV },
	{ "GPU requires reset", ENODEV },
	{ "No devices were found", ENODEV },
	{ "libnvidia-ml", ENODEV },
};

static const struct {
	int code, error;
} codes[] = { { 2, EINVAL }, { 3, EOPNOTSUPP }, { 4, EPERM }, { 6, ENODEV }, { 9, ENODEV }, { 12, ENODEV }, { 13, EOPNOTSUPP }, { 15, ENODEV }, { 127, ENOENT } };

/* Its first line, without control characters. */
static void first_line(const char *text, char *line, size_t room)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strcspn(text, "\r\n");
	length = length < room - 1 ? length : room - 1;
	for (size_t i = 0; i < length; i++)
		line[i] = isprint((unsigned char)text[i]) ? text[i] : '?';
	line[length] = '\0';
}

struct gpu_outcome gpu_outcome_of(const char *text, int status)
{
	struct gpu_outcome outcome = { 0 };
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	/* With -eow a warning (no persistence mode) gives an error code although the value was set. */
	bool done = strstr(text, "was set to") || strstr(text, "clocks set to");

	if (code == 0 || (done && !strstr(text, "Terminating early")))
		return outcome;
	first_line(text, outcome.why, sizeof(outcome.why));
	if (code < 0)
		snprintf(outcome.why, sizeof(outcome.why), "nvidia-smi was killed by signal %d", WTERMSIG(status));
	else if (!outcome.why[0])
		snprintf(outcome.why, sizeof(outcome.why), "nvidia-smi ended with %d and said nothing", code);
	outcome.error = -EIO;
	for (unsigned i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		if (codes[i].code == code)
			outcome.error = -codes[i].error;
	for (unsigned i = sizeof(meanings) / sizeof(*meanings); i-- > 0;)
		if (strstr(text, meanings[i].words))
			outcome.error = -meanings[i].error;
	return outcome;
}

char *gpu_field(char **row)
{
	char *field = *row, *end = strchr(field, ',');

	*row = end ? end + 1 : field + strlen(field);
	if (end)
		*end = '\0';
	while (isspace((unsigned char)*field))
		field++;
	for (size_t length = strlen(field); length && isspace((unsigned char)field[length - 1]);)
		field[--length] = '\0';
	return field;
}

double gpu_number(const char *field)
{
	char *end;
	double number;

	if (!*field || field[strspn(field, "-0123456789.")])
		return NAN;
	number = strtod(field, &end);
	return *end || !isfinite(number) ? (double)NAN : number;
}
