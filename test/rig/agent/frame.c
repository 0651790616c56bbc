/* SPDX-License-Identifier: MIT */
#include "frame.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEADER = 9, READ_SIZE = 65536 };

static uint8_t *buffer;
static size_t capacity, start, end;

int channel_fill(int fd)
{
	if (start > 0) {
		memmove(buffer, buffer + start, end - start);
		end -= start;
		start = 0;
	}
	if (capacity - end < READ_SIZE) {
		capacity = end + 2 * READ_SIZE;
		buffer = realloc(buffer, capacity);
		if (!buffer)
			abort();
	}
	ssize_t got = read(fd, buffer + end, READ_SIZE);
	if (got > 0)
		end += (size_t)got;
	return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)) ? 0 : -1;
}

void channel_reset(void)
{
	start = end = 0;
}

int channel_next(struct frame *frame)
{
	if (end - start < HEADER)
		return 0;
	const uint8_t *header = buffer + start;
	memcpy(&frame->length, header, 4);
	memcpy(&frame->job, header + 4, 4);
	frame->kind = header[8];
	if (end - start < HEADER + (size_t)frame->length)
		return 0;
	frame->payload = header + HEADER;
	start += HEADER + frame->length;
	return 1;
}

static void write_all(int fd, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		ssize_t done = write(fd, bytes, length);
		if (done < 0) {
			if (errno != EAGAIN && errno != EINTR)
				return;
			usleep(1000);
			continue;
		}
		bytes += done;
		length -= (size_t)done;
	}
}

void channel_send(int fd, uint32_t job, uint8_t kind, const void *payload, size_t length)
{
	uint8_t header[HEADER];
	uint32_t length32 = (uint32_t)length;
	memcpy(header, &length32, 4);
	memcpy(header + 4, &job, 4);
	header[8] = kind;
	write_all(fd, header, sizeof header);
	write_all(fd, payload, length);
}

void channel_send_int(int fd, uint32_t job, uint8_t kind, int32_t value)
{
	channel_send(fd, job, kind, &value, sizeof value);
}
