/* SPDX-License-Identifier: MIT */
/* Plans for one length of rows, one for each type. */
#ifndef ROW_FILTER_H
#define ROW_FILTER_H

#include "transform/lanes.h"

/* LATTICE_OK, LATTICE_MEMORY or LATTICE_TOO_LARGE; the arguments are good. */
int row_filter_begin(struct row_filter *filter, size_t length, int reading, double lambda, bool single);
void row_filter_end(struct row_filter *filter);
/* Filters `rows` rows that follow each other; LATTICE_OK or LATTICE_MEMORY. */
int row_filter_run(const struct row_filter *filter, void *out, const void *in, size_t rows, bool single);

#endif
