/* SPDX-License-Identifier: MIT */
/* The least a test needs: a check that counts and says where it failed. */
#ifndef LATTICE_CHECK_H
#define LATTICE_CHECK_H
#include <stdio.h>

static unsigned check_passed, check_failed;

#define CHECK(condition)                                                                         \
	do {                                                                                     \
		if (condition) {                                                                 \
			check_passed++;                                                          \
		} else {                                                                         \
			check_failed++;                                                          \
			printf("%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);     \
		}                                                                                \
	} while (0)

static inline int check_result(void)
{
	printf("%u passed, %u failed\n", check_passed, check_failed);
	return check_failed != 0;
}
#endif
