/* SPDX-License-Identifier: MIT */
/* Part of the JSON reader: the place in the text, and reading words and strings. */
#ifndef LATTICE_JSON_CURSOR_H
#define LATTICE_JSON_CURSOR_H
#include "json/json_read.h"

struct reader {
	const char *at, *end;
	const char *why;
	unsigned depth;
};

/* Notes the first reason. Always returns false. */
bool json_fail(struct reader *reader, const char *why);
void json_skip_space(struct reader *reader);
/* Skips white space, then takes this character if it is next. */
bool json_take(struct reader *reader, char wanted);
bool json_take_word(struct reader *reader, const char *word);
bool json_take_string(struct reader *reader, char out[JSON_STRING_ROOM]);
#endif
