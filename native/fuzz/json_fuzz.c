/* SPDX-License-Identifier: MIT */
/* The JSON reader: what it took is written, and reads as the same; values lie within the text; a refusal has a reason. */
#include "fuzz/fuzz.h"
#include "json/json_read.h"
#include "json/json_write.h"

#include <errno.h>
#include <math.h>

/* Longer strings may be cut by the reader, or grow beyond its room by the replacement of bytes that are not UTF-8. */
enum { SURELY_WHOLE = 80 };

struct copying {
	struct json json;
	const char *text, *end;
	unsigned depth;
	int cut;
};

static int copy(void *context, const char *key, const struct json_value *value)
{
	struct copying *copying = context;
	const char *text = copying->text, *end = copying->end, *why;

	MUST(strlen(key) < JSON_STRING_ROOM);
	MUST(value->raw >= text && value->raw + value->raw_length <= end && value->raw_length > 0);
	copying->cut |= strlen(key) > SURELY_WHOLE || (value->type == JSON_STRING && strlen(value->string) > SURELY_WHOLE);
	if (value->type == JSON_NUMBER)
		json_number(&copying->json, key, fabs(value->number) < 1e308 ? value->number : (double)NAN);
	else if (value->type == JSON_BOOL)
		json_bool(&copying->json, key, value->boolean);
	else if (value->type == JSON_OBJECT) {
		MUST(++copying->depth <= JSON_DEPTH + 1);
		json_open(&copying->json, key, '{');
		copying->text = value->raw;
		copying->end = value->raw + value->raw_length;
		MUST(json_read_object(value->raw, value->raw_length, copy, copying, &why) == 0);
		json_close(&copying->json, '}');
		copying->text = text;
		copying->end = end;
		copying->depth--;
	} else
		json_string(&copying->json, key, value->type == JSON_STRING ? value->string : NULL);
	return 0;
}

/* The same object as the writer puts it; false when it was refused. */
static int written(struct copying *copying, const char *text, size_t length)
{
	const char *why;
	int error;

	copying->text = text;
	copying->end = text + length;
	json_open(&copying->json, NULL, '{');
	error = json_read_object(text, length, copy, copying, &why);
	json_close(&copying->json, '}');
	MUST(error == 0 || error == -EINVAL);
	MUST((error != 0) == (why != NULL));
	return error == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Not terminated: the reader goes by the length. */
	char *text = malloc(size ? size : 1);
	struct copying once = { .json.pretty = size % 2 }, again = once, thrice = once;

	if (!text)
		abort();
	memcpy(text, data, size);
	if (written(&once, text, size)) {
		MUST(written(&again, once.json.text, once.json.length));
		MUST(written(&thrice, again.json.text, again.json.length));
		/* A byte that is no text is first an escape, then the character that this stands for. */
		MUST(once.cut || (again.json.length == thrice.json.length && memcmp(again.json.text, thrice.json.text, thrice.json.length) == 0));
	}
	json_free(&once.json);
	json_free(&again.json);
	json_free(&thrice.json);
	free(text);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}
