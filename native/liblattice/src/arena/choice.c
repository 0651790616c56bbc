/* SPDX-License-Identifier: MIT */
#include "arena/choice.h"

#include <stdbool.h>

#include "arena/sizes.h"
#include "lattice.h"

/* After so many requests older ones count half. Fewer than the second say too little to leave classes. */
enum { halved_after = 65536, least_requests = 256 };

void choice_see(struct choice *choice, size_t size)
{
	if (++choice->requests % halved_after == 0) {
		choice->bytes /= 2;
		choice->fibonacci_waste /= 2;
		choice->class_waste /= 2;
	}
	size_t granules = (size + granule - 1) / granule;
	choice->bytes += size;
	choice->fibonacci_waste += (size_t)fibonacci[fibonacci_order(granules)] * granule - size;
	choice->class_waste += class_size(class_of(size)) - size;
}

int choice_of(const struct choice *choice)
{
	bool better = choice->requests >= least_requests && choice->fibonacci_waste < choice->class_waste;
	return better ? LATTICE_FIBONACCI : LATTICE_CLASSES;
}
