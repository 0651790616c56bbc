/* SPDX-License-Identifier: MIT */
#include "base.h"

const char *lattice_strerror(int code)
{
	switch (code) {
	case LATTICE_OK:
		return "no error";
	case LATTICE_INVALID:
		return "an argument is out of its range";
	case LATTICE_MEMORY:
		return "not enough memory";
	case LATTICE_UNKNOWN:
		return "too few samples, or one is missing: the result cannot be known";
	case LATTICE_MISALIGNED:
		return "an array does not begin at a multiple of its type's size";
	case LATTICE_TOO_LARGE:
		return "larger than what memory can be addressed by";
	case LATTICE_EXHAUSTED:
		return "the arena's limit leaves no room";
	case LATTICE_FOREIGN:
		return "no block of this arena begins there";
	case LATTICE_FREED:
		return "the block was given back before";
	default:
		return "no code of liblattice";
	}
}

const char *lattice_version(void)
{
	return "1.0.0";
}
