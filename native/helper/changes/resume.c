/* SPDX-License-Identifier: MIT */
/*
 * After a suspend amd-pstate rewrites the limits but not the energy preference: sysfs shows the old word while the register was lost, and writing
 * that word again is dropped as no change (seen on 7.3). So what we own is written by way of another word.
 */
#include "controls/apply.h"
#include "core/helper.h"

#include <string.h>

static const char *another_word(const struct control *control, const char *word)
{
	for (unsigned i = 0; i < control->choices.count; i++) {
		const char *choice = control->choices.words[i];

		/* These two are no values of the register. */
		if (strcmp(choice, word) != 0 && strcmp(choice, "default") != 0 && strcmp(choice, "custom") != 0)
			return choice;
	}
	return NULL;
}

void resume_rewrite(struct helper *helper)
{
	for (unsigned i = 0; i < helper->machine->control_count; i++) {
		struct control *control = &helper->machine->controls[i];
		char word[SETTING_ROOM];
		const char *other;

		if (control->role != ROLE_EPP || !baseline_find(&helper->baseline, control->name) || control_read(helper->machine, control, word) < 0)
			continue;
		other = another_word(control, word);
		if (other && apply_setting(helper->machine, control, other) == 0)
			apply_setting(helper->machine, control, word);
	}
}
