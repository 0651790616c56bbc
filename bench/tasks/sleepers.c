/* N threads that each wake once a second, apart from each other; says "ready" once all are there. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void *sleeper(void *argument)
{
	const struct timespec second = { .tv_sec = 1 };

	(void)argument;
	for (;;)
		nanosleep(&second, NULL);
	return NULL;
}

int main(int count, char **words)
{
	const int wanted = count == 2 ? atoi(words[1]) : 0;
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 16384);
	for (int i = 0; i < wanted; i++) {
		if (pthread_create(&thread, &attributes, sleeper, NULL) != 0) {
			perror("pthread_create");
			return 1;
		}
		usleep(100);
	}
	puts("ready");
	fflush(stdout);
	pause();
	return 0;
}
