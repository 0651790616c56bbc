/* SPDX-License-Identifier: MIT */
#ifndef LATTICE_TEST_BPF_CORE_READ_H
#define LATTICE_TEST_BPF_CORE_READ_H

#define bpf_core_field_exists(field) 1
#endif
