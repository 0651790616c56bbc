/* SPDX-License-Identifier: MIT */
#include "client/hint_word.h"
#include "client/line.h"

/* The greatest integer that a JSON number holds surely. */
static const uint64_t most_done = (1ULL << 53) - 1;

/* Who only gives hints has no progress to be judged by. The daemon hears an answer only beside progress, be it none. */
static bool tells_progress(const struct told *told)
{
	return told->done > 0 || told->answer > 0;
}

bool is_worth_a_line(const struct told *told)
{
	return tells_progress(told) || told->hint != 0 || told->forget_hint;
}

static void add_labels(struct text *line, const struct labels *labels)
{
	if (labels->unit[0] != '\0') {
		text_add(line, ",\"unit\":\"");
		text_add(line, labels->unit);
		text_add(line, "\"");
	}
	if (labels->gpu[0] != '\0') {
		text_add(line, labels->gpu_is_number ? ",\"gpu\":" : ",\"gpu\":\"");
		text_add(line, labels->gpu);
		text_add(line, labels->gpu_is_number ? "" : "\"");
	}
}

void compose(struct text *line, const struct told *told)
{
	line->size = 0;
	text_add(line, "{\"name\":\"");
	text_add(line, told->name);
	text_add(line, "\",\"pid\":");
	text_number(line, (uint64_t)told->pid);
	if (tells_progress(told)) {
		text_add(line, ",\"done\":");
		text_number(line, told->done & most_done);
	}
	add_labels(line, told->labels);
	if (told->answer > 0) {
		text_add(line, ",\"answer\":");
		text_thousandths(line, told->answer);
	}
	if (told->hint != 0) {
		text_add(line, ",\"hint\":");
		hint_add(line, told->hint);
	} else if (told->forget_hint)
		text_add(line, ",\"hint\":null");
	text_add(line, "}\n");
}
