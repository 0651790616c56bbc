/* SPDX-License-Identifier: MIT */
#include "page.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../layout.h"

struct cpu_page page_map(int cpu)
{
	int fd = open("/dev/mem", O_RDWR | O_CLOEXEC);
	uint8_t *base = fd < 0 ? MAP_FAILED : mmap(NULL, 2 * RIG_PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, RIG_BASE);
	if (base == MAP_FAILED) {
		perror("load: /dev/mem");
		exit(1);
	}
	close(fd);
	uint8_t *host = base + RIG_HOST_CPU + cpu * RIG_CPU_STRIDE;
	uint8_t *guest = base + RIG_GUEST_CPU + cpu * RIG_CPU_STRIDE;
	return (struct cpu_page){
		.frequency_khz = (const volatile uint32_t *)(host + RIG_FREQUENCY),
		.busy_ns = (volatile uint64_t *)(guest + RIG_LOAD_BUSY_NS),
		.wakes = (volatile uint64_t *)(guest + RIG_LOAD_WAKES),
		.memory_permille = (volatile uint32_t *)(guest + RIG_LOAD_MEMORY_PERMILLE),
		.scored = (volatile uint32_t *)(guest + RIG_LOAD_SCORED),
		.own_ns = (volatile uint64_t *)(guest + RIG_LOAD_OWN_NS),
	};
}
