/* SPDX-License-Identifier: MIT */
#include "transform/lanes.h"

extern const struct lanes lanes_f32_1, lanes_f32_4, lanes_f64_1, lanes_f64_2;
#ifdef __x86_64__
extern const struct lanes lanes_f32_8, lanes_f32_16, lanes_f64_4, lanes_f64_8;
#endif

struct lanes_list lanes_here(bool single)
{
	struct lanes_list list = { { NULL } };
	unsigned n = 0;
#ifdef __x86_64__
	__builtin_cpu_init();
	if (__builtin_cpu_supports("avx512f"))
		list.at[n++] = single ? &lanes_f32_16 : &lanes_f64_8;
	if (__builtin_cpu_supports("avx2"))
		list.at[n++] = single ? &lanes_f32_8 : &lanes_f64_4;
#endif
	list.at[n++] = single ? &lanes_f32_4 : &lanes_f64_2;
	list.at[n] = single ? &lanes_f32_1 : &lanes_f64_1;
	return list;
}
