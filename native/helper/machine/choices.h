/* SPDX-License-Identifier: MIT */
/* The words that a file may hold. A value is the index of its word. */
#ifndef LATTICE_CHOICES_H
#define LATTICE_CHOICES_H
#include <stddef.h>

struct machine;

struct choices {
	const char **words;
	unsigned count;
};

struct choices choices_parse(struct machine *machine, const char *words);
/* The index of the word, or -1. */
int choices_find(const struct choices *choices, const char *word);
/* Of "Fast [Standard] Custom" the word in brackets, or a word that stands alone; "" where neither is there. */
void choices_chosen(const char *words, char *chosen, size_t room);
/* The same text with blanks for the brackets. */
char *choices_unbracketed(char *words);
/* Adds a word that is not there yet. */
void choices_append(struct machine *machine, struct choices *choices, const char *word);
#endif
