/* SPDX-License-Identifier: MIT */
/* Takes libFuzzer's place where there is none: bends the corpus at random, the same for the same seed. It is not guided by what the code does. */
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

enum { PIECES = 1024, ROOM = 4096, SECONDS_MOST = 60 };

static struct piece {
	uint8_t bytes[ROOM];
	size_t length;
} pieces[PIECES];
static unsigned piece_count;
static uint64_t state;

/* splitmix64 */
static size_t below(size_t limit)
{
	uint64_t mixed = state += 0x9e3779b97f4a7c15;

	mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
	mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
	return (size_t)((mixed ^ mixed >> 31) % limit);
}

static void read_folder(const char *name)
{
	DIR *folder = opendir(name);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)) != NULL && piece_count < PIECES) {
		int file = entry->d_type == DT_REG ? openat(dirfd(folder), entry->d_name, O_RDONLY | O_CLOEXEC) : -1;
		ssize_t length = file < 0 ? -1 : read(file, pieces[piece_count].bytes, ROOM);

		if (file >= 0)
			close(file);
		if (length >= 0)
			pieces[piece_count++].length = (size_t)length;
	}
	if (folder)
		closedir(folder);
}

static const struct piece *any(void)
{
	return &pieces[below(piece_count)];
}

/* Replaces a stretch of the input by these bytes. */
static void replace(struct piece *input, size_t stretch, const uint8_t *bytes, size_t length)
{
	size_t at = below(input->length + 1);

	stretch = stretch < input->length - at ? stretch : input->length - at;
	length = length < ROOM - input->length ? length : ROOM - input->length;
	memmove(input->bytes + at + length, input->bytes + at + stretch, input->length - at - stretch);
	memcpy(input->bytes + at, bytes, length);
	input->length += length - stretch;
}

static void bend(struct piece *input)
{
	static const char *const extremes[] = { "0", "-1", "1e999", "18446744073709551616", "9007199254740993", "nan", "inf", "\n", "@!", "{", "\"", "%s%n", "\xff\xfe", "8191", "-" };
	const char *extreme = extremes[below(sizeof(extremes) / sizeof(*extremes))];
	const struct piece *other = any();
	size_t from = below(other->length + 1);
	uint8_t byte = (uint8_t)below(256);

	switch (below(4)) {
	case 0:
		replace(input, below(2), &byte, 1);
		break;
	case 1:
		replace(input, below(16), &byte, 0);
		break;
	case 2:
		replace(input, below(8), (const uint8_t *)extreme, strlen(extreme));
		break;
	default:
		replace(input, below(32), other->bytes + from, below(other->length - from + 1));
	}
}

int main(int argc, char **argv)
{
	unsigned long runs = 1000;
	struct piece input;

	for (int i = 1; i < argc; i++)
		if (strncmp(argv[i], "-runs=", 6) == 0)
			runs = strtoul(argv[i] + 6, NULL, 10);
		else if (strncmp(argv[i], "-seed=", 6) == 0)
			state = strtoull(argv[i] + 6, NULL, 10);
		else if (argv[i][0] != '-')
			read_folder(argv[i]);
	LLVMFuzzerInitialize(&argc, &argv);
	MUST(piece_count > 0);
	for (unsigned long run = 0; run < runs; run++) {
		input = *any();
		for (size_t bends = run < piece_count ? 0 : 1 + below(4); bends; bends--)
			bend(&input);
		/* What takes longer is killed, and the run with it. */
		alarm(SECONDS_MOST);
		LLVMFuzzerTestOneInput(input.bytes, input.length);
	}
	dprintf(2, "stat::number_of_executed_units: %lu\n", runs);
	return 0;
}
