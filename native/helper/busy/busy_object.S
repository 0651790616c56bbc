/* SPDX-License-Identifier: MIT */
/* The compiled sched_switch program as data, so that the helper needs no second file. Assemble with -I on the folder that holds busy.bpf.o. */
	.section .rodata
	.balign 8
	.global busy_object
busy_object:
	.incbin "busy.bpf.o"
	.global busy_object_end
busy_object_end:
	.section .note.GNU-stack, "", %progbits
