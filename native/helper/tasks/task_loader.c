/* SPDX-License-Identifier: MIT */
#include "tasks/task_loader.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct task_loader {
	pthread_t thread;
	int file;
	struct tasks_settings settings;
	struct tasks *tasks;
	char why[TASK_WHY];
};

static void *load(void *argument)
{
	struct task_loader *loader = argument;

	loader->tasks = tasks_open(&loader->settings, loader->why, sizeof(loader->why));
	/* Only a counter at its limit could refuse. */
	(void)eventfd_write(loader->file, 1);
	return NULL;
}

static void *unload(void *argument)
{
	tasks_close(argument);
	return NULL;
}

struct task_loader *task_loader_begin(const struct tasks_settings *settings, char *why, size_t len)
{
	struct task_loader *loader = calloc(1, sizeof(*loader));
	int error = loader ? 0 : ENOMEM;

	if (loader) {
		loader->settings = *settings;
		loader->file = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		error = loader->file < 0 ? errno : pthread_create(&loader->thread, NULL, load, loader);
	}
	if (!error)
		return loader;
	snprintf(why, len, "the programs for tasks cannot be loaded: %s", strerror(error));
	if (loader && loader->file >= 0)
		close(loader->file);
	free(loader);
	return NULL;
}

int task_loader_file(const struct task_loader *loader)
{
	return loader->file;
}

struct tasks *task_loader_end(struct task_loader *loader, char *why, size_t len)
{
	struct tasks *tasks;

	pthread_join(loader->thread, NULL);
	tasks = loader->tasks;
	snprintf(why, len, "%s", loader->why);
	close(loader->file);
	free(loader);
	return tasks;
}

void task_loader_unload(struct tasks *tasks)
{
	pthread_t thread;

	if (!tasks)
		return;
	if (pthread_create(&thread, NULL, unload, tasks) == 0)
		pthread_detach(thread);
	else
		tasks_close(tasks);
}
