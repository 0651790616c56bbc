/* SPDX-License-Identifier: MIT */
/* Text without the C library, whose functions are not safe in signal handlers. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { longest_name = 64, longest_unit = 24, longest_line = 400 };

struct text {
	char at[longest_line];
	size_t size;
};

void text_add(struct text *text, const char *more);
void text_number(struct text *text, uint64_t number);
/* Thousandths, with as many decimals as it takes. */
void text_thousandths(struct text *text, uint64_t thousandths);

/* 1 to 64 ASCII letters, digits, spaces or ._+:@/-, a letter or digit first: what the daemon takes as a name. */
bool is_name(const char *name);
/* 1 to 24 ASCII letters, digits, _ or -, a letter first. */
bool is_unit(const char *unit);

#endif
