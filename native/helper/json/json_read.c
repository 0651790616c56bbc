/* SPDX-License-Identifier: MIT */
/* No allocation. What does not follow RFC 8259 exactly is refused with a reason. */
#include "json/json_read.h"

#include "json/json_cursor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool digits(struct reader *reader)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return reader->at > start;
}

static bool read_number(struct reader *reader, double *number)
{
	const char *start = reader->at;
	char text[64];
	size_t length;

	if (*reader->at == '-')
		reader->at++;
	if (reader->at < reader->end && *reader->at == '0')
		reader->at++;
	else if (!digits(reader))
		return json_fail(reader, "a value was expected");
	if (reader->at < reader->end && *reader->at == '.') {
		reader->at++;
		if (!digits(reader))
			return json_fail(reader, "a number without digits after its point");
	}
	if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E')) {
		reader->at++;
		if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-'))
			reader->at++;
		if (!digits(reader))
			return json_fail(reader, "a number without digits in its exponent");
	}
	length = (size_t)(reader->at - start);
	if (length >= sizeof(text))
		return json_fail(reader, "a number of more than 63 characters");
	memcpy(text, start, length);
	text[length] = '\0';
	*number = strtod(text, NULL);
	return true;
}

static bool read_value(struct reader *reader, struct json_value *value);
static int read_members(struct reader *reader, json_member *each, void *context);

static bool skip_array(struct reader *reader)
{
	struct json_value element;

	json_take(reader, '[');
	if (json_take(reader, ']'))
		return true;
	do {
		if (!read_value(reader, &element))
			return false;
	} while (json_take(reader, ','));
	return json_take(reader, ']') || json_fail(reader, "an array without its end");
}

static int read_members(struct reader *reader, json_member *each, void *context)
{
	char key[JSON_STRING_ROOM];
	struct json_value value;
	int stop = 0;

	if (!json_take(reader, '{'))
		return json_fail(reader, "an object was expected");
	if (json_take(reader, '}'))
		return 0;
	do {
		if (!json_take_string(reader, key) || !(json_take(reader, ':') || json_fail(reader, "a ':' was expected")) || !read_value(reader, &value))
			return 0;
		if (each && (stop = each(context, key, &value)) != 0)
			return stop;
	} while (json_take(reader, ','));
	if (!json_take(reader, '}'))
		json_fail(reader, "an object without its end");
	return 0;
}

static bool read_word(struct reader *reader, struct json_value *value, const char *word, enum json_type type)
{
	value->type = type;
	value->boolean = word[0] == 't';
	return json_take_word(reader, word);
}

static bool read_nested(struct reader *reader, struct json_value *value)
{
	bool object = *reader->at == '{';

	if (++reader->depth > JSON_DEPTH)
		return json_fail(reader, "values nested deeper than 8");
	value->type = object ? JSON_OBJECT : JSON_ARRAY;
	if (object)
		read_members(reader, NULL, NULL);
	else
		skip_array(reader);
	reader->depth--;
	return !reader->why;
}

static bool read_value(struct reader *reader, struct json_value *value)
{
	bool read;

	json_skip_space(reader);
	if (reader->at == reader->end)
		return json_fail(reader, "a value was expected");
	value->raw = reader->at;
	switch (*reader->at) {
	case '{':
	case '[':
		read = read_nested(reader, value);
		break;
	case '"':
		value->type = JSON_STRING;
		read = json_take_string(reader, value->string);
		break;
	case 't':
		read = read_word(reader, value, "true", JSON_BOOL);
		break;
	case 'f':
		read = read_word(reader, value, "false", JSON_BOOL);
		break;
	case 'n':
		read = read_word(reader, value, "null", JSON_NULL);
		break;
	default:
		value->type = JSON_NUMBER;
		read = read_number(reader, &value->number);
	}
	value->raw_length = (size_t)(reader->at - value->raw);
	return read;
}

int json_read_object(const char *text, size_t length, json_member *each, void *context, const char **why)
{
	struct reader reader = { .at = text, .end = text + length };
	int stop = read_members(&reader, each, context);

	json_skip_space(&reader);
	if (!reader.why && stop == 0 && reader.at != reader.end)
		json_fail(&reader, "text after the object");
	*why = reader.why;
	return reader.why ? -EINVAL : stop;
}
