/* SPDX-License-Identifier: MIT */
/* The event loop's sources and what they do. */
#ifndef LATTICE_LOOP_H
#define LATTICE_LOOP_H
#include "core/helper.h"

enum source { SOURCE_TIMER, SOURCE_SIGNALS, SOURCE_ENGINE_IN, SOURCE_ENGINE_OUT, SOURCE_LISTENER, SOURCE_UEVENTS, SOURCE_GPU };

/* 0 or -errno; -EPERM is a file that is always ready. */
int loop_watch(struct helper *helper, int file, enum source source, uint32_t events);
/* One of a GPU's child's files, which end together. */
int loop_watch_gpu(struct helper *helper, int file, unsigned gpu);
void loop_unwatch(struct helper *helper, int file);

/* engine.c: the one engine's comings and goings. */
int engine_stdio(struct helper *helper);
void engine_accept(struct helper *helper);
void engine_greet(struct helper *helper);
void engine_receive(struct helper *helper);
void engine_handle(struct helper *helper);
void engine_flush(struct helper *helper);
bool engine_connected(const struct helper *helper);

/* listen.c: a listening socket, systemd's or our own at socket_path; or -errno after a message. */
int listen_open(const char *path);
void listen_close(const char *path);

/* uevent.c */
int uevent_open(void);
void uevent_receive(struct helper *helper, int file);
#endif
