/* SPDX-License-Identifier: MIT */
/* What became of changes, read back. */
#ifndef LATTICE_CHANGES_REPORT_H
#define LATTICE_CHANGES_REPORT_H
#include <stdbool.h>

struct changes;
struct json;
struct machine;

/* Do all controls that were written read back as asked? The kernel applies limits after the write has returned. */
bool changes_settled(struct changes *changes, struct machine *machine);
/* Reads back and reports {control: {value} or {errno, path, wanted, why}}. */
void changes_report(struct changes *changes, struct machine *machine, struct json *json, const char *key);
#endif
