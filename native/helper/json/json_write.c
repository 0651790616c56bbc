/* SPDX-License-Identifier: MIT */
/* Text from sysfs may contain any bytes, so strings are escaped and bytes that are not UTF-8 are replaced. */
#include "json/json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(struct json *json, const char *bytes, size_t length)
{
	if (json->length + length + 1 > json->room) {
		json->room = (json->length + length + 1) * 2;
		json->text = realloc(json->text, json->room);
		if (!json->text) {
			fprintf(stderr, "lattice-helper: out of memory (%zu bytes of JSON)\n", json->room);
			abort();
		}
	}
	memcpy(json->text + json->length, bytes, length);
	json->length += length;
	json->text[json->length] = '\0';
}

static void put_text(struct json *json, const char *text)
{
	put(json, text, strlen(text));
}

static void put_line(struct json *json)
{
	if (!json->pretty)
		return;
	put(json, "\n", 1);
	for (unsigned i = 0; i < json->depth; i++)
		put(json, "  ", 2);
}

/* Bytes of the UTF-8 sequence at text, 0 when it is none (overlong forms and surrogates included). */
static size_t utf8_length(const unsigned char *text)
{
	size_t length = text[0] < 0x80 ? 1 : text[0] >= 0xc2 && text[0] < 0xe0 ? 2 : text[0] >= 0xe0 && text[0] < 0xf0 ? 3 : text[0] >= 0xf0 && text[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) || (text[0] == 0xf0 && text[1] < 0x90) ||
	    (text[0] == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

static void put_quoted(struct json *json, const char *text)
{
	put(json, "\"", 1);
	while (*text) {
		unsigned char byte = (unsigned char)*text;
		size_t length = utf8_length((const unsigned char *)text);
		char escape[8];

		if (byte == '"' || byte == '\\') {
			escape[0] = '\\';
			escape[1] = (char)byte;
			put(json, escape, 2);
		} else if (byte < 0x20 || byte == 0x7f) {
			snprintf(escape, sizeof(escape), "\\u%04x", byte);
			put_text(json, escape);
		} else if (!length) {
			put_text(json, "\\ufffd");
		} else {
			put(json, text, length);
		}
		text += length ? length : 1;
	}
	put(json, "\"", 1);
}

static void put_key(struct json *json, const char *key)
{
	if (json->follows)
		put(json, ",", 1);
	if (json->depth)
		put_line(json);
	if (key) {
		put_quoted(json, key);
		put_text(json, json->pretty ? ": " : ":");
	}
	json->follows = true;
}

void json_free(struct json *json)
{
	free(json->text);
	*json = (struct json){ 0 };
}

void json_open(struct json *json, const char *key, char bracket)
{
	put_key(json, key);
	put(json, &bracket, 1);
	json->depth++;
	json->follows = false;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->follows)
		put_line(json);
	put(json, &bracket, 1);
	json->follows = true;
}

void json_string(struct json *json, const char *key, const char *value)
{
	put_key(json, key);
	if (value)
		put_quoted(json, value);
	else
		put_text(json, "null");
}

void json_number(struct json *json, const char *key, double value)
{
	char text[40];

	put_key(json, key);
	if (!isfinite(value))
		put_text(json, "null");
	else {
		if (fabs(value) < 9007199254740992.0 && value == floor(value))
			snprintf(text, sizeof(text), "%.0f", value);
		else
			snprintf(text, sizeof(text), "%.15g", value);
		put_text(json, text);
	}
}

void json_bool(struct json *json, const char *key, bool value)
{
	put_key(json, key);
	put_text(json, value ? "true" : "false");
}
