/* SPDX-License-Identifier: MIT */
/* The bench's BPF programs as data. Assemble with -I on the folder that holds empty.bpf.o. */
	.section .rodata
	.balign 8
	.global empty_object
empty_object:
	.incbin "empty.bpf.o"
	.global empty_object_end
empty_object_end:
	.section .note.GNU-stack, "", %progbits
