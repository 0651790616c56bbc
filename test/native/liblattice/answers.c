/* SPDX-License-Identifier: MIT */
/*
 * What lines say of answers and units, byte by byte: the program is both the application and the daemon's end of the socket, and the library's clock
 * is the program's, so that a line is sent when the test says so.
 */
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "lattice.h"

enum { longest_told = 512, longest_run = 300 };
static int listener;
static lattice_client *client;

static void listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	strncpy(address.sun_path, path, sizeof address.sun_path - 1);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(listener, (const struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 64) < 0)
		exit(1);
}

static _Atomic long seconds;

/* In the place of the C library's. */
int clock_gettime(clockid_t clock, struct timespec *now)
{
	(void)clock;
	*now = (struct timespec){ .tv_sec = seconds };
	return 0;
}

/* A beat of nothing, after so long that it sends a line. */
static void beat_when_due(void)
{
	seconds++;
	lattice_beat(client, 0);
}

static const char *read_line(int connection)
{
	static char line[longest_told + 1];
	ssize_t size = read(connection, line, longest_told);
	line[size > 0 ? size : 0] = '\0';
	return line;
}

static const char *next_line(int connection)
{
	beat_when_due();
	return read_line(connection);
}

static bool says(const char *line, const char *what)
{
	bool found = strstr(line, what) != NULL;
	if (!found)
		fprintf(stderr, "no %s in %s", what, line);
	return found;
}

/* A client and its connection, whose first line is read already. */
static int connected(const char *path)
{
	if (lattice_open(&client, "server", path) != LATTICE_OK)
		exit(1);
	lattice_beat(client, 1);
	int connection = accept(listener, NULL, NULL);
	CHECK(says(read_line(connection), "\"done\":1}\n"));
	return connection;
}

static void finished(int connection)
{
	lattice_close(client);
	close(connection);
}

static void longest(const char *path)
{
	int connection = connected(path);
	static const double told[] = { 12.5, 99.875, 3, 99.8745 }, bad[] = { 0, -0.0, -1, NAN, INFINITY, -INFINITY, 3600000.001, 1e308 };
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		CHECK(lattice_answer(client, told[i]) == LATTICE_OK);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(lattice_answer(client, bad[i]) == LATTICE_INVALID);
	CHECK(says(next_line(connection), "\"done\":1,\"answer\":99.875}\n"));
	CHECK(says(next_line(connection), "\"done\":1}\n"));
	CHECK(lattice_answer(client, 3600000) == LATTICE_OK);
	CHECK(says(next_line(connection), ",\"answer\":3600000}\n"));
	CHECK(lattice_answer(client, 5e-324) == LATTICE_OK);
	CHECK(says(next_line(connection), ",\"answer\":0.001}\n"));
	finished(connection);
}

static void units(const char *path)
{
	int connection = connected(path);
	CHECK(lattice_unit(client, "tokens") == LATTICE_OK);
	static const char *const bad[] = { "", " tokens", "to kens", "4k", "-a", "a\nb", "a\"b", "\x1b[2J", "\xc3\xa9t\xc3\xa9", "a.b",
		"aaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		CHECK(lattice_unit(client, bad[i]) == LATTICE_INVALID);
	CHECK(lattice_set_gpu(client, "3") == LATTICE_OK);
	CHECK(says(next_line(connection), "\"done\":1,\"unit\":\"tokens\",\"gpu\":3}\n"));
	CHECK(lattice_unit(client, "a-word_of-24-letters-xyz") == LATTICE_OK);
	CHECK(says(next_line(connection), ",\"unit\":\"a-word_of-24-letters-xyz\",\"gpu\":3}\n"));
	CHECK(lattice_unit(client, NULL) == LATTICE_OK);
	CHECK(says(next_line(connection), "\"done\":1,\"gpu\":3}\n"));
	finished(connection);
}

/* A daemon that no longer reads: the line is lost, and its answer counts for the next, on another connection. */
static void lost(const char *path)
{
	int connection = connected(path);
	lattice_client_info info;
	lattice_answer(client, 40);
	shutdown(connection, SHUT_RD);
	beat_when_due();
	lattice_info(client, &info, sizeof info);
	CHECK(info.lost == 1);
	lattice_answer(client, 30);
	beat_when_due();
	close(connection);
	connection = accept(listener, NULL, NULL);
	CHECK(says(read_line(connection), ",\"answer\":40}\n"));
	lattice_answer(client, 30);
	CHECK(says(next_line(connection), ",\"answer\":30}\n"));
	finished(connection);
}

/* An application that only answers: the daemon hears an answer beside progress alone. */
static void without_units(const char *path)
{
	if (lattice_open(&client, "server", path) != LATTICE_OK)
		exit(1);
	CHECK(lattice_answer(client, 7) == LATTICE_OK);
	int connection = accept(listener, NULL, NULL);
	CHECK(says(read_line(connection), "\"done\":0,\"answer\":7}\n"));
	finished(connection);
}

enum { threads = 8, answers = 20000, most_lines = 100 };
static _Atomic int answering;

static void *answer_on(void *which)
{
	for (int i = 1; i <= answers; i++)
		lattice_answer(client, (double)i + 1e-3 * *(int *)which);
	answering--;
	return NULL;
}

/* The longest of all of them is in one line, and in one alone; lines are sent meanwhile. */
static void at_once(const char *path)
{
	int connection = connected(path), which[threads];
	pthread_t all[threads];
	answering = threads;
	for (int i = 0; i < threads; i++) {
		which[i] = i;
		pthread_create(&all[i], NULL, answer_on, &which[i]);
	}
	for (int line = 0; answering > 0 && line < most_lines; line++) {
		seconds++;
		usleep(100);
	}
	for (int i = 0; i < threads; i++)
		pthread_join(all[i], NULL);
	beat_when_due();
	static char text[(most_lines + 2) * longest_told];
	ssize_t size = read(connection, text, sizeof text - 1);
	text[size > 0 ? size : 0] = '\0';
	const char *found = strstr(text, ",\"answer\":20000.007}");
	CHECK(found != NULL && strstr(found + 1, ",\"answer\":20000.007}") == NULL);
	CHECK(says(next_line(connection), "\"done\":1}\n"));
	finished(connection);
}

/* A child tells its own answers, and no parent's. The parent still tells its own. */
static void forks(const char *path)
{
	int connection = connected(path);
	lattice_answer(client, 777);
	pid_t child = fork();
	if (child == 0) {
		beat_when_due();
		lattice_answer(client, 5);
		beat_when_due();
		_exit(0);
	}
	int own = accept(listener, NULL, NULL), status = -1;
	char text[4 * longest_told] = "";
	waitpid(child, &status, 0);
	CHECK(status == 0);
	CHECK(read(own, text, sizeof text - 1) > 0 && says(text, ",\"answer\":5}\n") && strstr(text, "777") == NULL);
	CHECK(says(next_line(connection), ",\"answer\":777}\n"));
	close(own);
	finished(connection);
}

static _Atomic bool enough;

static void *change_labels(void *nothing)
{
	while (!enough) {
		lattice_unit(client, "frames");
		lattice_set_gpu(client, "3");
		lattice_unit(client, "tokens");
		lattice_set_gpu(client, "GPU-5d1f3a");
	}
	return nothing;
}

/* Whatever a thread is in the middle of changing at a fork, the child's line is whole, and the child comes to tell it. */
static void fork_in_a_change(const char *path)
{
	int connection = connected(path);
	pthread_t changer;
	pid_t children[8];
	pthread_create(&changer, NULL, change_labels, NULL);
	for (size_t i = 0; i < 8; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			alarm(longest_run);
			lattice_unit(client, "child");
			beat_when_due();
			_exit(0);
		}
	}
	for (size_t i = 0; i < 8; i++) {
		int own = accept(listener, NULL, NULL), status = -1;
		char text[2 * longest_told] = "";
		CHECK(read(own, text, sizeof text - 1) > 0 && says(text, ",\"unit\":\"child\""));
		CHECK(strstr(text, ",\"gpu\":3}\n") != NULL || strstr(text, ",\"gpu\":\"GPU-5d1f3a\"}\n") != NULL ||
			strstr(text, "\"child\"}\n") != NULL);
		close(own);
		waitpid(children[i], &status, 0);
		CHECK(status == 0);
	}
	enough = true;
	pthread_join(changer, NULL);
	finished(connection);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	alarm(longest_run);
	listen_at(argv[1]);
	longest(argv[1]);
	units(argv[1]);
	lost(argv[1]);
	without_units(argv[1]);
	at_once(argv[1]);
	forks(argv[1]);
	fork_in_a_change(argv[1]);
	return check_result();
}
