/* SPDX-License-Identifier: MIT */
/* READY=1 and WATCHDOG=1 are one datagram each, which needs no library. */
#include "core/notify.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int notify_connect(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = path ? strlen(path) : 0;
	int file;

	if (!length || length >= sizeof(address.sun_path))
		return -1;
	memcpy(address.sun_path, path, length);
	/* A leading @ means the NUL of the abstract namespace. */
	if (address.sun_path[0] == '@')
		address.sun_path[0] = '\0';
	file = socket(AF_UNIX, SOCK_DGRAM, 0);
	if (file < 0)
		return -1;
	if (connect(file, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) == 0)
		return file;
	close(file);
	return -1;
}

void notify_send(const char *state)
{
	int file = notify_connect();

	if (file < 0)
		return;
	/* Nothing can be done when systemd does not accept it. */
	(void)!send(file, state, strlen(state), MSG_NOSIGNAL | MSG_DONTWAIT);
	close(file);
}

uint64_t notify_watchdog_ns(void)
{
	const char *microseconds = getenv("WATCHDOG_USEC"), *process = getenv("WATCHDOG_PID");

	if (!microseconds || (process && strtol(process, NULL, 10) != (long)getpid()))
		return 0;
	return strtoull(microseconds, NULL, 10) * 1000 / 2;
}
