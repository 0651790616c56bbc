/* SPDX-License-Identifier: MIT */
/* White space, words, and strings. Escapes become UTF-8. */
#include "json/json_cursor.h"

#include "json/json_read.h"

#include <stdint.h>
#include <string.h>

enum { REPLACEMENT = 0xfffd };

bool json_fail(struct reader *reader, const char *why)
{
	if (!reader->why)
		reader->why = why;
	return false;
}

void json_skip_space(struct reader *reader)
{
	while (reader->at < reader->end && memchr(" \t\n\r", *reader->at, 4))
		reader->at++;
}

bool json_take(struct reader *reader, char wanted)
{
	json_skip_space(reader);
	if (reader->at == reader->end || *reader->at != wanted)
		return false;
	reader->at++;
	return true;
}

bool json_take_word(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0)
		return json_fail(reader, "unknown word");
	reader->at += length;
	return true;
}

static bool read_hex(struct reader *reader, uint32_t *code)
{
	*code = 0;
	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef";
		const char *found;

		if (reader->at == reader->end)
			return json_fail(reader, "unfinished \\u escape");
		found = memchr(digits, *reader->at >= 'A' && *reader->at <= 'F' ? *reader->at + 32 : *reader->at, 16);
		if (!found)
			return json_fail(reader, "\\u escape without four hex digits");
		*code = *code * 16 + (uint32_t)(found - digits);
		reader->at++;
	}
	return true;
}

static size_t encode_utf8(uint32_t code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static size_t read_escape(struct reader *reader, char *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char letter = reader->at < reader->end ? *reader->at++ : '\0';
	const char *found = letter ? strchr(from, letter) : NULL;
	uint32_t code, low;

	if (found) {
		*out = to[found - from];
		return 1;
	}
	if (letter != 'u' || !read_hex(reader, &code)) {
		json_fail(reader, "unknown escape in a string");
		return 0;
	}
	if (code >= 0xd800 && code < 0xdc00) {
		if (!(json_take_word(reader, "\\u") && read_hex(reader, &low) && low >= 0xdc00 && low < 0xe000)) {
			json_fail(reader, "half a surrogate pair");
			return 0;
		}
		code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
	}
	if (code >= 0xdc00 && code < 0xe000) {
		json_fail(reader, "half a surrogate pair");
		return 0;
	}
	/* A NUL would end the text early and make another word of it. */
	return encode_utf8(code ? code : REPLACEMENT, out);
}

bool json_take_string(struct reader *reader, char out[JSON_STRING_ROOM])
{
	size_t used = 0;

	if (!json_take(reader, '"'))
		return json_fail(reader, "a string was expected");
	while (reader->at < reader->end && *reader->at != '"') {
		char letter = *reader->at++;
		size_t more = 1;

		if ((unsigned char)letter < 0x20)
			return json_fail(reader, "a control character in a string");
		/* No name or word of ours is as long, so a string that is cut off cannot become one of them. */
		if (used + 5 > JSON_STRING_ROOM)
			used = JSON_STRING_ROOM - 5;
		out[used] = letter;
		if (letter == '\\' && (more = read_escape(reader, out + used)) == 0)
			return false;
		used += more;
	}
	out[used] = '\0';
	return json_take(reader, '"') || json_fail(reader, "an unfinished string");
}
