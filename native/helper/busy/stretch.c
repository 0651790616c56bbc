/* SPDX-License-Identifier: MIT */
#include "busy/stretch.h"

#include "busy/record_read.h"

bool stretch_read(struct stretch *stretch, const struct busy_record *record, uint64_t now_ns)
{
	uint64_t sequence = 0;

	*stretch = (struct stretch){ 0 };
	if (!record_begin(record, &sequence))
		return true;
	for (int i = 0; i < RECORD_TRIES && record_begin(record, &sequence); i++) {
		const uint64_t since = record_word(&record->since), age = record_word(&record->busy_ns) - record_word(&record->begun);

		*stretch = (struct stretch){
			.busy = since != 0, .idle_since = record_word(&record->idle_since), .age = age + (since && now_ns > since ? now_ns - since : 0),
		};
		if (record_good(record, sequence))
			return true;
	}
	return false;
}
