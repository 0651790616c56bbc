/* SPDX-License-Identifier: MIT */
/* The test's BPF program as data. Assemble with -I on the folder that holds phi.bpf.o. */
	.section .rodata
	.balign 8
	.global phi_object
phi_object:
	.incbin "phi.bpf.o"
	.global phi_object_end
phi_object_end:
	.section .note.GNU-stack, "", %progbits
