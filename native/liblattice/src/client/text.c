/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "client/text.h"

static void add_char(struct text *text, char c)
{
	if (text->size < longest_line)
		text->at[text->size++] = c;
}

void text_add(struct text *text, const char *more)
{
	while (*more != '\0')
		add_char(text, *more++);
}

static void digits(struct text *text, uint64_t number, unsigned least)
{
	char reversed[20];
	unsigned n = 0;
	for (; number > 0 || n < least; number /= 10)
		reversed[n++] = (char)('0' + number % 10);
	while (n > 0)
		add_char(text, reversed[--n]);
}

void text_number(struct text *text, uint64_t number)
{
	digits(text, number, 1);
}

void text_thousandths(struct text *text, uint64_t thousandths)
{
	text_number(text, thousandths / 1000);
	unsigned decimals = 3;
	uint64_t rest = thousandths % 1000;
	if (rest == 0)
		return;
	for (; rest % 10 == 0; rest /= 10)
		decimals--;
	add_char(text, '.');
	digits(text, rest, decimals);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alphanumeric(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9');
}

/* Of a text that is not empty: at most `longest` letters, digits and `marks`. */
static bool is_made_of(const char *text, unsigned longest, const char *marks)
{
	for (unsigned i = 0; i <= longest; i++) {
		if (text[i] == '\0')
			return true;
		if (!is_alphanumeric(text[i]) && strchr(marks, text[i]) == NULL)
			return false;
	}
	return false;
}

bool is_name(const char *name)
{
	return is_alphanumeric(name[0]) && is_made_of(name, longest_name, " ._+:@/-");
}

bool is_unit(const char *unit)
{
	return is_letter(unit[0]) && is_made_of(unit, longest_unit, "_-");
}
