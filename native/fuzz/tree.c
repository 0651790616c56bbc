/* SPDX-License-Identifier: MIT */
/* Only what an input names is written and written back. */
#include "fuzz/tree.h"

#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void scratch_folder(char path[256], const char *name)
{
	const char *parent = getenv("FUZZ_SCRATCH");

	snprintf(path, 256, "%s/%s-XXXXXX", parent ? parent : "/tmp", name);
	MUST(mkdtemp(path));
}

static void make_folders(const struct tree *tree, const char *path)
{
	char name[256];

	snprintf(name, sizeof(name), "%s", path);
	for (char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdirat(tree->root, name, 0755);
		*slash = '/';
	}
}

static int is_folder(const char *path)
{
	return path[strlen(path) - 1] == '/';
}

void tree_write(const struct tree *tree, const char *path, const char *text, size_t length)
{
	int file = openat(tree->root, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	MUST(file >= 0);
	MUST(write(file, text, length) == (ssize_t)length);
	close(file);
}

void tree_make(struct tree *tree, const struct tree_file *files, unsigned count)
{
	scratch_folder(tree->path, "tree");
	tree->files = files;
	tree->count = count;
	tree->root = open(tree->path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	MUST(tree->root >= 0);
	for (unsigned i = 0; i < count; i++) {
		make_folders(tree, files[i].path);
		if (!is_folder(files[i].path))
			tree_write(tree, files[i].path, files[i].text, strlen(files[i].text));
	}
}

/* A name that the file system takes and that stays in its folder; false when nothing of it is left. */
static int entry_path(char path[512], const char *folder, const char *text, size_t length)
{
	char name[64];
	size_t used = 0;

	for (size_t i = 0; i < length && used < sizeof(name) - 1; i++)
		if (text[i] != '/' && text[i] != '\0' && text[i] != '\n')
			name[used++] = text[i];
	name[used] = '\0';
	snprintf(path, 512, "%s%s", folder, name);
	return used && name[0] != '.';
}

/* One more entry is a folder, or a file of a number where the folder has files. */
static void add_entry(const struct tree *tree, const char *folder, const char *text, size_t length, int there)
{
	char path[512];
	struct stat status;

	if (!entry_path(path, folder, text, length))
		return;
	if (!there) {
		if (unlinkat(tree->root, path, 0) < 0)
			unlinkat(tree->root, path, AT_REMOVEDIR);
	} else if (fstatat(tree->root, path, &status, AT_SYMLINK_NOFOLLOW) < 0) {
		if (length % 2)
			mkdirat(tree->root, path, 0755);
		else
			tree_write(tree, path, "42000", 5);
	}
}

/* A file that stood there before is not removed: only what the table does not name. */
static int in_table(const struct tree *tree, const char *folder, const char *text, size_t length)
{
	char path[512];

	if (!entry_path(path, folder, text, length))
		return 1;
	for (unsigned i = 0; i < tree->count; i++)
		if (strncmp(tree->files[i].path, path, strlen(path)) == 0)
			return 1;
	return 0;
}

static int index_of(char letter)
{
	return letter >= 'A' && letter <= 'Z' ? letter - 'A' : letter >= 'a' && letter <= 'z' ? letter - 'a' + 26 : letter >= '0' && letter <= '9' ? letter - '0' + 52 : -1;
}

static void set(const struct tree *tree, const struct tree_file *file, const char *text, size_t length, int there)
{
	if (!is_folder(file->path))
		tree_write(tree, file->path, there ? text : file->text, there ? length : strlen(file->text));
	else if (!in_table(tree, file->path, text, length))
		add_entry(tree, file->path, text, length, there);
}

static void records(struct tree *tree, const char *text, size_t size, int there, void (*look)(struct tree *tree))
{
	const char *end = text + size, *at = text;

	while (at < end && (at = memchr(at, '@', (size_t)(end - at))) != NULL && at + 1 < end) {
		const char *next = memchr(at + 1, '@', (size_t)(end - at - 1));
		size_t length = (size_t)((next ? next : end) - at - 2);
		int index = index_of(at[1]);

		if (next == at + 1)
			length = 0;
		else if (at[1] == '!' && there)
			look(tree);
		else if (index >= 0 && (unsigned)index < tree->count)
			set(tree, &tree->files[index], at + 2, length, there);
		at = next ? next : end;
	}
}

void tree_play(struct tree *tree, const uint8_t *data, size_t size, void (*look)(struct tree *tree))
{
	records(tree, (const char *)data, size, 1, look);
	look(tree);
	records(tree, (const char *)data, size, 0, look);
}
