/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "client/labels.h"

enum { most_gpus = 256 };

bool labels_set_gpu(struct labels *labels, const char *gpu)
{
	if (gpu != NULL && !is_name(gpu))
		return false;
	size_t digits = gpu == NULL ? 0 : strspn(gpu, "0123456789");
	bool is_number = gpu != NULL && gpu[digits] == '\0';
	/* JSON knows no leading zeros. */
	if (is_number && (digits > 3 || atoi(gpu) >= most_gpus || (digits > 1 && gpu[0] == '0')))
		return false;
	strcpy(labels->gpu, gpu == NULL ? "" : gpu);
	labels->gpu_is_number = is_number;
	return true;
}

bool labels_set_unit(struct labels *labels, const char *unit)
{
	if (unit != NULL && !is_unit(unit))
		return false;
	strcpy(labels->unit, unit == NULL ? "" : unit);
	return true;
}
