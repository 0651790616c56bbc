/* SPDX-License-Identifier: MIT */
/* What the helper sends besides the hello and samples. */
#ifndef LATTICE_REPLY_H
#define LATTICE_REPLY_H
struct changes;
struct helper;

void reply_notice(struct helper *helper, const char *what, const char *why);
void reply_error(struct helper *helper, const char *why);
void reply_ack(struct helper *helper, double id, struct changes *changes, const char *error);
void reply_restored(struct helper *helper, const char *why, struct changes *changes);
#endif
