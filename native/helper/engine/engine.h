/* SPDX-License-Identifier: MIT */
/* The connection of the one engine: when it comes, what it sends, when it goes. */
#ifndef LATTICE_ENGINE_H
#define LATTICE_ENGINE_H
#include <stdbool.h>
#include <stdint.h>

struct helper;

int engine_stdio(struct helper *helper);
void engine_accept(struct helper *helper);
void engine_greet(struct helper *helper);
void engine_receive(struct helper *helper);
void engine_handle(struct helper *helper);
/* Drops one that has asked for nothing in time. */
void engine_silence(struct helper *helper, uint64_t now);
void engine_flush(struct helper *helper);
bool engine_connected(const struct helper *helper);
#endif
