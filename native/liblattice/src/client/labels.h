/* SPDX-License-Identifier: MIT */
/* What stands in each line until it is changed: the GPU and the unit. */
#ifndef LABELS_H
#define LABELS_H

#include <stdbool.h>

#include "client/text.h"

/* Empty: not said. */
struct labels {
	char gpu[longest_name + 1], unit[longest_unit + 1];
	bool gpu_is_number;
};

/* NULL: no longer said. False, and nothing was changed, for what the daemon would refuse. */
bool labels_set_gpu(struct labels *labels, const char *gpu);
bool labels_set_unit(struct labels *labels, const char *unit);

#endif
