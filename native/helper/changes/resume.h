/* SPDX-License-Identifier: MIT */
/* Writing again what a suspend lost although sysfs still shows it. */
#ifndef LATTICE_RESUME_H
#define LATTICE_RESUME_H
struct helper;

void resume_rewrite(struct helper *helper);
#endif
