/* SPDX-License-Identifier: MIT */
/* Without libudev. Only datagrams from the kernel itself (port 0) count. */
#include "core/uevent.h"

#include "base/monotonic.h"
#include "core/helper.h"
#include "core/rescan.h"
#include "sampling/grid.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { KERNEL_GROUP = 1, DEBOUNCE_MS = 500 };

int uevent_open(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = KERNEL_GROUP };
	int file = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_KOBJECT_UEVENT);

	if (file < 0)
		return -errno;
	if (bind(file, (struct sockaddr *)&address, sizeof(address)) == 0)
		return file;
	close(file);
	return -errno;
}

static const char *field(const char *text, size_t length, const char *name)
{
	size_t name_length = strlen(name);

	for (const char *at = text, *end = text + length; at < end; at += strlen(at) + 1)
		if (strncmp(at, name, name_length) == 0)
			return at + name_length;
	return "";
}

static void act(struct helper *helper, const char *text, size_t length)
{
	static const char *const subsystems[] = { "cpu", "power_supply", "hwmon", "thermal", "platform-profile", "powercap", "pci", "drm" };
	const char *subsystem = field(text, length, "SUBSYSTEM="), *action = field(text, length, "ACTION=");

	/* Mains plugged in or out changes values only: there is nothing new to describe. */
	if (strcmp(subsystem, "power_supply") == 0 && strcmp(action, "change") == 0) {
		helper->sampling.slow_due = 0;
		if (helper->greeted)
			sample_due(helper, monotonic_ns() + DEBOUNCE_MS * NS_PER_MS);
		return;
	}
	if (strcmp(subsystem, "module") == 0 && strcmp(field(text, length, "DEVPATH="), "/module/nvidia") == 0)
		rescan_soon(helper, DEBOUNCE_MS * NS_PER_MS);
	for (unsigned i = 0; i < sizeof(subsystems) / sizeof(*subsystems); i++)
		if (strcmp(subsystem, subsystems[i]) == 0 && strcmp(action, "change") != 0)
			rescan_soon(helper, DEBOUNCE_MS * NS_PER_MS);
}

void uevent_receive(struct helper *helper, int file)
{
	char text[8192];

	for (;;) {
		struct sockaddr_nl sender = { 0 };
		socklen_t size = sizeof(sender);
		ssize_t length = recvfrom(file, text, sizeof(text) - 1, 0, (struct sockaddr *)&sender, &size);

		/* The queue overflowed, and any event may be lost. */
		if (length < 0 && errno == ENOBUFS)
			rescan_soon(helper, DEBOUNCE_MS * NS_PER_MS);
		else if (length < 0)
			return;
		if (length <= 0 || sender.nl_pid != 0)
			continue;
		text[length] = '\0';
		act(helper, text, (size_t)length);
	}
}
