/* SPDX-License-Identifier: MIT */
/*
 * Frames between host and guest: u32 payload length, u32 job, u8 kind, payload; little endian, both ways the same.
 * guest/frames.ts is the other end.
 */
#ifndef RIG_FRAME_H
#define RIG_FRAME_H

#include <stddef.h>
#include <stdint.h>

enum frame_kind {
	/* host to guest */
	FRAME_RUN = 'X',	/* payload: a shell command */
	FRAME_INPUT = 'I',	/* payload: bytes for its stdin; empty closes it */
	FRAME_SIGNAL = 'S',	/* payload: i32 signal for its process group */
	FRAME_READ = 'R',	/* payload: a path */
	FRAME_WRITE = 'W',	/* payload: u8 may create, path, NUL, bytes: one write(2) */
	/* guest to host */
	FRAME_HELLO = 'H',	/* the agent runs */
	FRAME_STDOUT = 'O',	/* a job's bytes */
	FRAME_STDERR = 'E',
	FRAME_EXIT = 'C',	/* payload: i32 exit code, or -signal */
	FRAME_DATA = 'D',	/* a file's bytes */
	FRAME_RESULT = 'Q',	/* payload: i32 errno of a read or write, 0 if it worked */
};

struct frame {
	uint32_t job;
	uint8_t kind;
	uint32_t length;
	const uint8_t *payload;
};

/* Takes the bytes that have arrived; returns 0, or -1 when the channel has ended. */
int channel_fill(int fd);

/* Forgets the bytes of a frame that was cut off. */
void channel_reset(void);

/* The next whole frame among them: 1, or 0 when more bytes are needed. Valid until the next channel_fill. */
int channel_next(struct frame *frame);

/* Sends one frame; blocks while the host doesn't read. */
void channel_send(int fd, uint32_t job, uint8_t kind, const void *payload, size_t length);

void channel_send_int(int fd, uint32_t job, uint8_t kind, int32_t value);

#endif
