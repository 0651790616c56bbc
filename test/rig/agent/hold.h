/* SPDX-License-Identifier: MIT */
#ifndef RIG_HOLD_H
#define RIG_HOLD_H

void hold_switch_events(void);

#endif
