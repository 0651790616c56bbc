/* SPDX-License-Identifier: MIT */
/*
 * An application: it beats each 10 ms, and does what it is told on standard input, one word a line. client.test.ts tells it, and looks from the daemon's side.
 *   SOCKET as the argument; info, beat N, unit WORD, gpu NAME, answer MS, hint D L B, fork, signals, threads, cancel, reuse FILE
 */
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lattice.h"

static lattice_client *client;
static volatile sig_atomic_t handled;

static void print_info(const char *who)
{
	lattice_client_info info;
	lattice_info(client, &info, sizeof info);
	printf("{\"who\":\"%s\",\"pid\":%d,\"done\":%llu,\"sent\":%llu,\"lost\":%llu,\"connects\":%llu,\"refused\":%llu,\"connected\":%d,\"handled\":%d}\n", who,
		(int)getpid(), (unsigned long long)info.done, (unsigned long long)info.sent, (unsigned long long)info.lost,
		(unsigned long long)info.connects, (unsigned long long)info.refused, info.connected, (int)handled);
	fflush(stdout);
}

/* The child beats until its line is sent. Its parent may not have told its answer yet. */
static void fork_one(void)
{
	lattice_answer(client, 777);
	pid_t child = fork();
	if (child == 0) {
		lattice_client_info before, now;
		lattice_info(client, &before, sizeof before);
		do {
			usleep(10000);
			lattice_beat(client, 1000000);
			lattice_info(client, &now, sizeof now);
		} while (now.sent == before.sent);
		print_info("child");
		lattice_close(client);
		_exit(0);
	}
	int status;
	waitpid(child, &status, 0);
	if (status != 0)
		print_info("a child that failed");
}

static void on_signal(int number)
{
	(void)number;
	handled++;
	lattice_beat(client, 1);
	lattice_answer(client, 1 + handled % 50);
	lattice_hint(client, 1 + handled % 5, NAN, 0);
}

/* Signals at 10 kHz for as long as it takes to be at a line a few times. */
static void signals(void)
{
	lattice_client_info before, now;
	struct itimerval often = { { 0, 100 }, { 0, 100 } }, never = { { 0, 0 }, { 0, 0 } };
	lattice_info(client, &before, sizeof before);
	handled = 0;
	signal(SIGALRM, on_signal);
	setitimer(ITIMER_REAL, &often, NULL);
	uint64_t own = 0;
	do {
		lattice_beat(client, 1);
		lattice_answer(client, 1);
		own++;
		lattice_info(client, &now, sizeof now);
	} while (now.sent < before.sent + 3);
	setitimer(ITIMER_REAL, &never, NULL);
	signal(SIGALRM, SIG_IGN);
	lattice_info(client, &now, sizeof now);
	print_info(now.done - before.done == own + (uint64_t)handled ? "all counted" : "some lost");
}

static void *beat_on(void *until)
{
	lattice_client_info now;
	do {
		for (int i = 0; i < 1000; i++) {
			lattice_beat(client, 1);
			lattice_answer(client, 0.5 * i);
		}
		lattice_hint(client, 5, 5, 1);
		lattice_set_gpu(client, "3");
		lattice_unit(client, "frames");
		lattice_unit(client, "a-word-of-24-letters-xyz");
		lattice_info(client, &now, sizeof now);
	} while (now.sent < *(const uint64_t *)until);
	return NULL;
}

static void threads(void)
{
	lattice_client_info before;
	pthread_t all[4];
	lattice_info(client, &before, sizeof before);
	uint64_t until = before.sent + 2;
	for (int i = 0; i < 4; i++)
		pthread_create(&all[i], NULL, beat_on, &until);
	for (int i = 0; i < 4; i++)
		pthread_join(all[i], NULL);
	lattice_set_gpu(client, NULL);
	print_info("threads");
}

/* Beats until a line is sent, then ends a client that holds a hint, while a request to end the thread waits for its first chance. */
static void *end_in_a_beat(void *path)
{
	lattice_client *own;
	lattice_client_info before, now;
	pthread_cancel(pthread_self());
	lattice_info(client, &before, sizeof before);
	do {
		lattice_beat(client, 1);
		lattice_info(client, &now, sizeof now);
	} while (now.sent == before.sent);
	if (lattice_open(&own, "own", path) == LATTICE_OK) {
		lattice_hint(own, 1, NAN, 0);
		lattice_close(own);
	}
	pthread_testcancel();
	return NULL;
}

static void cancel(char *path)
{
	pthread_t ending;
	void *result;
	pthread_create(&ending, NULL, end_in_a_beat, path);
	pthread_join(ending, &result);
	lattice_set_gpu(client, "5");
	print_info(result == PTHREAD_CANCELED ? "cancelled" : "not cancelled");
}

/* As programs do that make themselves daemons: everything is closed, and another file gets the number. */
static void reuse(const char *path)
{
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	for (int i = 0; i < 8; i++)
		open(path, O_CREAT | O_RDWR, 0600);
	print_info("reused");
}

static void obey(char *line, char *path)
{
	double deadline, latency, answer;
	int batch;
	unsigned long long units;
	line[strcspn(line, "\n")] = '\0';
	if (strcmp(line, "info") == 0)
		print_info("main");
	else if (sscanf(line, "hint %lf %lf %d", &deadline, &latency, &batch) == 3)
		lattice_hint(client, deadline, latency, batch);
	else if (sscanf(line, "answer %lf", &answer) == 1)
		lattice_answer(client, answer);
	else if (sscanf(line, "beat %llu", &units) == 1)
		lattice_beat(client, units);
	else if (strncmp(line, "unit ", 5) == 0)
		lattice_unit(client, line + 5);
	else if (strncmp(line, "gpu ", 4) == 0)
		lattice_set_gpu(client, line + 4);
	else if (strcmp(line, "fork") == 0)
		fork_one();
	else if (strcmp(line, "signals") == 0)
		signals();
	else if (strcmp(line, "threads") == 0)
		threads();
	else if (strcmp(line, "cancel") == 0)
		cancel(path);
	else if (strncmp(line, "reuse ", 6) == 0)
		reuse(line + 6);
}

int main(int argc, char **argv)
{
	char line[512];
	if (argc != 2 || lattice_open(&client, "test app", argv[1]) != LATTICE_OK)
		return 1;
	/* Unbuffered, so that poll knows of each line. */
	setvbuf(stdin, NULL, _IONBF, 0);
	for (;;) {
		struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
		if (poll(&in, 1, 10) > 0) {
			if (fgets(line, sizeof line, stdin) == NULL)
				break;
			obey(line, argv[1]);
		}
		lattice_beat(client, 1);
	}
	lattice_close(client);
	return 0;
}
