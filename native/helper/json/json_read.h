/* SPDX-License-Identifier: MIT */
/* Reads JSON: the engine's requests and the baseline file. One object at a time; an object inside it is given as text. */
#ifndef LATTICE_JSON_READ_H
#define LATTICE_JSON_READ_H
#include <stdbool.h>
#include <stddef.h>

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_OBJECT, JSON_ARRAY };
enum { JSON_STRING_ROOM = 256, JSON_DEPTH = 8 };

struct json_value {
	enum json_type type;
	double number;
	bool boolean;
	char string[JSON_STRING_ROOM];
	const char *raw; /* the text of this value */
	size_t raw_length;
};

/* Called for each member; anything but 0 stops reading and is returned. */
typedef int json_member(void *context, const char *key, const struct json_value *value);

/* 0, what the callback returned, or -EINVAL with *why. */
int json_read_object(const char *text, size_t length, json_member *each, void *context, const char **why);
#endif
