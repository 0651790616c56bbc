/* SPDX-License-Identifier: MIT */
/*
 * Proves that tp_btf programs load, attach and run in this kernel without needing clang or libbpf: finds the type id of
 * btf_trace_sched_switch in the kernel's BTF, loads a program of two instructions for it, attaches it and counts its runs.
 * Prints the number of runs in 200 ms as JSON.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <linux/btf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what)
{
	fprintf(stderr, "btf_probe: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint8_t *read_btf(void)
{
	FILE *file = fopen("/sys/kernel/btf/vmlinux", "rb");
	size_t room = 64u << 20;
	uint8_t *bytes = malloc(room);
	if (!file || !bytes || fread(bytes, 1, room, file) < sizeof(struct btf_header))
		fail("/sys/kernel/btf/vmlinux");
	fclose(file);
	return bytes;
}

/* Bytes that follow a type's header, by kind: BTF has no lengths of its own. */
static size_t tail(uint32_t info)
{
	size_t members = BTF_INFO_VLEN(info);
	switch (BTF_INFO_KIND(info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return 4;
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
	case BTF_KIND_ENUM64:
		return 12 * members;
	case BTF_KIND_ENUM:
	case BTF_KIND_FUNC_PROTO:
		return 8 * members;
	default:
		return 0;
	}
}

static uint32_t find_typedef(const uint8_t *btf, const char *name)
{
	const struct btf_header *header = (const struct btf_header *)btf;
	const uint8_t *at = btf + header->hdr_len + header->type_off;
	const uint8_t *end = at + header->type_len;
	const char *strings = (const char *)btf + header->hdr_len + header->str_off;
	for (uint32_t id = 1; at < end; id++) {
		const struct btf_type *type = (const struct btf_type *)at;
		if (BTF_INFO_KIND(type->info) == BTF_KIND_TYPEDEF && strcmp(strings + type->name_off, name) == 0)
			return id;
		at += sizeof *type + tail(type->info);
	}
	errno = ENOENT;
	fail(name);
	return 0;
}

static int bpf(int command, union bpf_attr *attr)
{
	return (int)syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int load(uint32_t type_id)
{
	static const struct bpf_insn program[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_TRACING,
		.expected_attach_type = BPF_TRACE_RAW_TP,
		.attach_btf_id = type_id,
		.insns = (uint64_t)(uintptr_t)program,
		.insn_cnt = 2,
		.license = (uint64_t)(uintptr_t)"GPL",
	};
	int fd = bpf(BPF_PROG_LOAD, &attr);
	if (fd < 0)
		fail("BPF_PROG_LOAD");
	return fd;
}

int main(void)
{
	int program = load(find_typedef(read_btf(), "btf_trace_sched_switch"));
	union bpf_attr stats = { .enable_stats.type = BPF_STATS_RUN_TIME };
	union bpf_attr attach = { .raw_tracepoint.prog_fd = (uint32_t)program };
	if (bpf(BPF_ENABLE_STATS, &stats) < 0)
		fail("BPF_ENABLE_STATS");
	if (bpf(BPF_RAW_TRACEPOINT_OPEN, &attach) < 0)
		fail("BPF_RAW_TRACEPOINT_OPEN");
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);

	struct bpf_prog_info info = { 0 };
	union bpf_attr query = {
		.info.bpf_fd = (uint32_t)program, .info.info_len = sizeof info, .info.info = (uint64_t)(uintptr_t)&info,
	};
	if (bpf(BPF_OBJ_GET_INFO_BY_FD, &query) < 0)
		fail("BPF_OBJ_GET_INFO_BY_FD");
	printf("{\"runs\":%" PRIu64 "}\n", (uint64_t)info.run_cnt);
	return 0;
}
