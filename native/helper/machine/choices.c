/* SPDX-License-Identifier: MIT */
/* Words as the kernel lists them, between spaces. They live as long as the description of the machine. */
#include "machine/choices.h"

#include "base/arena.h"
#include "machine/machine.h"

#include <stdio.h>
#include <string.h>

struct choices choices_parse(struct machine *machine, const char *words)
{
	struct choices choices = { 0 };
	char *copy = arena_strdup(&machine->arena, words), *rest = copy, *word;
	size_t most = strlen(words) / 2 + 1;

	choices.words = arena_zalloc(&machine->arena, most * sizeof(*choices.words));
	while ((word = strtok_r(rest, " \t\n", &rest)) != NULL)
		choices.words[choices.count++] = word;
	return choices;
}

int choices_find(const struct choices *choices, const char *word)
{
	for (unsigned i = 0; i < choices->count; i++)
		if (strcmp(choices->words[i], word) == 0)
			return (int)i;
	return -1;
}

void choices_append(struct machine *machine, struct choices *choices, const char *word)
{
	const char **words;

	if (!*word || choices_find(choices, word) >= 0)
		return;
	words = arena_zalloc(&machine->arena, (choices->count + 1) * sizeof(*words));
	if (choices->count)
		memcpy(words, choices->words, choices->count * sizeof(*words));
	words[choices->count] = arena_strdup(&machine->arena, word);
	choices->words = words;
	choices->count++;
}

void choices_chosen(const char *words, char *chosen, size_t room)
{
	static const char blank[] = " \t\n";
	const char *open = strchr(words, '['), *from = open ? open + 1 : words + strspn(words, blank);
	size_t length = strcspn(from, open ? "]" : blank);

	if ((open && !from[length]) || (!open && from[length + strspn(from + length, blank)]))
		length = 0;
	snprintf(chosen, room, "%.*s", (int)length, from);
}

char *choices_unbracketed(char *words)
{
	for (char *at = words; (at = strpbrk(at, "[]")) != NULL;)
		*at = ' ';
	return words;
}
