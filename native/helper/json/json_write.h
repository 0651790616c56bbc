/* SPDX-License-Identifier: MIT */
/* Writes JSON: the hello, acks and notices. Numbers that are not finite become null. */
#ifndef LATTICE_JSON_WRITE_H
#define LATTICE_JSON_WRITE_H
#include <stdbool.h>
#include <stddef.h>

struct json {
	char *text;
	size_t length, room;
	unsigned depth;
	bool pretty, follows;
};

void json_free(struct json *json);
/* With a key of NULL it is an element of an array or the outermost value. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json, char bracket);
void json_string(struct json *json, const char *key, const char *value);
void json_number(struct json *json, const char *key, double value);
void json_bool(struct json *json, const char *key, bool value);
#endif
