/* SPDX-License-Identifier: MIT */
/* The compiled task programs as data, so that the helper needs no second file. Assemble with -I on the folder that holds tasks.bpf.o. */
	.section .rodata
	.balign 8
	.global tasks_object
tasks_object:
	.incbin "tasks.bpf.o"
	.global tasks_object_end
tasks_object_end:
	.section .note.GNU-stack, "", %progbits
