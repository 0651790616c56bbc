/* SPDX-License-Identifier: MIT */
/* JSON in and out: what is refused and why, escapes, depth, bytes of sysfs that are not UTF-8. */
#include "json/json_read.h"
#include "json/json_write.h"
#include "check.h"

#include <errno.h>
#include <math.h>
#include <string.h>

struct seen {
	unsigned count;
	char key[JSON_STRING_ROOM];
	struct json_value value;
	int stop;
};

static int note(void *context, const char *key, const struct json_value *value)
{
	struct seen *seen = context;

	seen->count++;
	strcpy(seen->key, key);
	seen->value = *value;
	return seen->stop;
}

static struct seen seen;

static int read_text(const char *text)
{
	const char *why = NULL;
	int result;

	seen = (struct seen){ .stop = seen.stop };
	result = json_read_object(text, strlen(text), note, &seen, &why);
	CHECK((result == -EINVAL) == (why != NULL));
	return result;
}

static void refusals(void)
{
	static const char *const bad[] = {
		"", " ", "{", "}", "[]", "{]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}{", "{a:1}", "{\"a\":01}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":1e}", "{\"a\":+1}", "{\"a\":-}",
		"{\"a\":nul}", "{\"a\":tru", "{\"a\":\"x}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\n\"}",
		"{\"a\":[1,]}", "{\"a\":[[[[[[[[[1]]]]]]]]]}", "{\"a\":{\"b\"}}", "{\"a\":Infinity}", "{\"a\":NaN}", "\"a\"",
	};
	char longest[400];

	for (unsigned i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		if (read_text(bad[i]) == -EINVAL)
			check_passed++;
		else
			printf("not refused: %s\n", bad[i]), check_failed++;
	strcpy(longest, "{\"a\":\"");
	memset(longest + 6, 'x', 300);
	strcpy(longest + 306, "\"}");
	CHECK(read_text(longest) == 0 && strlen(seen.value.string) < JSON_STRING_ROOM);
	CHECK(read_text("{\"a\":\"performance\\u0000x\"}") == 0 && strcmp(seen.value.string, "performance\xef\xbf\xbdx") == 0);
	longest[6 + 251] = '"';
	strcpy(longest + 6 + 252, "}");
	CHECK(read_text(longest) == 0 && strlen(seen.value.string) == 251);
}

static void values(void)
{
	CHECK(read_text("{}") == 0 && seen.count == 0);
	CHECK(read_text(" { \"a\" : -12.5e2 } ") == 0 && seen.value.number == -1250);
	CHECK(read_text("{\"a\":true}") == 0 && seen.value.boolean);
	CHECK(read_text("{\"a\":null,\"b\":\"\\u00e9\\ud83d\\ude00\\n\\\"\"}") == 0 && seen.count == 2 && strcmp(seen.value.string, "\xc3\xa9\xf0\x9f\x98\x80\n\"") == 0);
	CHECK(read_text("{\"v\":{\"x\":[1,{\"y\":2}]}}") == 0 && seen.count == 1 && seen.value.type == JSON_OBJECT);
	CHECK(seen.value.raw_length == strlen("{\"x\":[1,{\"y\":2}]}") && strncmp(seen.value.raw, "{\"x\"", 4) == 0);
	seen.stop = -EBADMSG;
	CHECK(read_text("{\"a\":1,\"b\":2}") == -EBADMSG && seen.count == 1);
}

static void written(void)
{
	struct json json = { 0 };

	json_open(&json, NULL, '{');
	json_string(&json, "a\"\\", "x\n\x01\xff\xc3\xa9\xed\xa0\x80");
	json_number(&json, "n", NAN);
	json_number(&json, "i", 9007199254740991.0);
	json_number(&json, "f", 0.1);
	json_open(&json, "e", '[');
	json_close(&json, ']');
	json_string(&json, "s", NULL);
	json_bool(&json, "t", true);
	json_close(&json, '}');
	CHECK(strcmp(json.text, "{\"a\\\"\\\\\":\"x\\u000a\\u0001\\ufffd\xc3\xa9\\ufffd\\ufffd\\ufffd\",\"n\":null,\"i\":9007199254740991,\"f\":0.1,\"e\":[],\"s\":null,\"t\":true}") == 0);
	seen.stop = 0;
	CHECK(read_text(json.text) == 0);
	json_free(&json);
}

int main(void)
{
	refusals();
	values();
	written();
	return check_result();
}
