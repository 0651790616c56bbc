/* SPDX-License-Identifier: MIT */
/* Some drivers drop a write of the word that sysfs already shows. So the preferences that are ours are written by way of another word. */
#include "changes/resume.h"

#include "changes/baseline.h"
#include "controls/apply.h"
#include "controls/driver_quirks.h"
#include "core/helper.h"
#include "machine/channel.h"
#include "machine/control.h"
#include "machine/machine.h"

#include <string.h>

static const char *another_word(const struct control *control, const char *word)
{
	for (unsigned i = 0; i < control->choices.count; i++) {
		const char *choice = control->choices.words[i];

		/* `default` is no value of the register. */
		if (strcmp(choice, word) != 0 && strcmp(choice, "default") != 0)
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

		if (control->role != ROLE_EPP || !driver_quirks_of_policy(helper->machine, control->policy)->suspend_loses_preference || !baseline_find(&helper->baseline, control->name) || control_read(helper->machine, control, word) < 0)
			continue;
		other = another_word(control, word);
		if (other && apply_setting(helper->machine, control, other) == 0)
			apply_setting(helper->machine, control, word);
	}
}
