/* SPDX-License-Identifier: MIT */
/* A uevent, its fields by lines. Nothing happens without a subsystem that is looked for. */
#include "core/helper.h"
#include "core/uevent.h"
#include "fuzz/fuzz.h"

#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int pair[2];
	static struct helper helper;
	char *text = text_of(data, size);
	int known = strstr(text, "SUBSYSTEM=") != NULL;

	if (!pair[1])
		MUST(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == 0);
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\n')
			text[i] = '\0';
	helper.rescan_at = 0;
	helper.sampling.slow_due = 1;
	MUST(send(pair[1], text, size, 0) == (ssize_t)size);
	uevent_receive(&helper, pair[0]);
	MUST(known || memchr(data, '\0', size) || (!helper.rescan_at && helper.sampling.slow_due));
	free(text);
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}
