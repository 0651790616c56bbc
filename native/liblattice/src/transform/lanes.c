/* SPDX-License-Identifier: MIT */
/*
 * One width: SINGLE is 1 for float and 0 for double, LANES a power of two, VARIANT the symbol. Compiled without contraction to fused operations,
 * which would make the results depend on the processor.
 */
#include "transform/lanes.h"

#if SINGLE
typedef float REAL;
#else
typedef double REAL;
#endif

#if LANES == 1
typedef REAL vec;
#else
typedef REAL vec __attribute__((vector_size(LANES * sizeof(REAL))));
#endif

#include "transform/transpose.h"

/* Values of a tile that are worked on stage by stage, because they stay in the first cache. */
enum { near_bytes = 24 * 1024 };

#define INLINE static inline __attribute__((always_inline))

struct cvec {
	vec re, im;
};

INLINE struct cvec add(struct cvec a, struct cvec b)
{
	return (struct cvec){ a.re + b.re, a.im + b.im };
}

INLINE struct cvec sub(struct cvec a, struct cvec b)
{
	return (struct cvec){ a.re - b.re, a.im - b.im };
}

/* a - i b forward, a + i b backward. */
INLINE struct cvec sub_i(struct cvec a, struct cvec b, bool back)
{
	return back ? (struct cvec){ a.re - b.im, a.im + b.re } : (struct cvec){ a.re + b.im, a.im - b.re };
}

INLINE struct cvec add_i(struct cvec a, struct cvec b, bool back)
{
	return sub_i(a, b, !back);
}

INLINE struct cvec times(struct cvec a, REAL c)
{
	return (struct cvec){ a.re * c, a.im * c };
}

/* a w forward, a conj(w) backward. */
INLINE struct cvec turned(struct cvec a, const REAL *w, bool back)
{
	REAL c = w[0], s = back ? -w[1] : w[1];
	return (struct cvec){ a.re * c - a.im * s, a.re * s + a.im * c };
}

INLINE void radix2(struct cvec *x)
{
	struct cvec a = x[0], b = x[1];
	x[0] = add(a, b);
	x[1] = sub(a, b);
}

INLINE void radix3(struct cvec *x, bool back)
{
	const REAL half = (REAL)0.5, sin60 = (REAL)0.86602540378443864676;
	struct cvec sum = add(x[1], x[2]);
	struct cvec difference = times(sub(x[1], x[2]), sin60);
	struct cvec middle = sub(x[0], times(sum, half));
	x[0] = add(x[0], sum);
	x[1] = sub_i(middle, difference, back);
	x[2] = add_i(middle, difference, back);
}

INLINE void radix4(struct cvec *x, bool back)
{
	struct cvec a = add(x[0], x[2]), b = sub(x[0], x[2]);
	struct cvec c = add(x[1], x[3]), d = sub(x[1], x[3]);
	x[0] = add(a, c);
	x[2] = sub(a, c);
	x[1] = sub_i(b, d, back);
	x[3] = add_i(b, d, back);
}

INLINE void radix5(struct cvec *x, bool back)
{
	const REAL c1 = (REAL)0.30901699437494742410, c2 = (REAL)-0.80901699437494742410;
	const REAL s1 = (REAL)0.95105651629515357212, s2 = (REAL)0.58778525229247312917;
	struct cvec a = add(x[1], x[4]), b = add(x[2], x[3]);
	struct cvec c = sub(x[1], x[4]), d = sub(x[2], x[3]);
	struct cvec p = add(x[0], add(times(a, c1), times(b, c2)));
	struct cvec q = add(x[0], add(times(a, c2), times(b, c1)));
	struct cvec r = add(times(c, s1), times(d, s2));
	struct cvec s = sub(times(c, s2), times(d, s1));
	x[0] = add(x[0], add(a, b));
	x[1] = sub_i(p, r, back);
	x[4] = add_i(p, r, back);
	x[2] = sub_i(q, s, back);
	x[3] = add_i(q, s, back);
}

INLINE void radix8(struct cvec *x, bool back)
{
	const REAL r = (REAL)0.70710678118654752440;
	struct cvec even[4] = { x[0], x[2], x[4], x[6] }, odd[4] = { x[1], x[3], x[5], x[7] };
	radix4(even, back);
	radix4(odd, back);
	/* odd[1] times (1 - i) r, odd[3] times -(1 + i) r; back the conjugates */
	struct cvec first = times(sub_i(odd[1], odd[1], back), r);
	struct cvec third = times(add_i(odd[3], odd[3], back), r);
	x[0] = add(even[0], odd[0]);
	x[4] = sub(even[0], odd[0]);
	x[1] = add(even[1], first);
	x[5] = sub(even[1], first);
	x[2] = sub_i(even[2], odd[2], back);
	x[6] = add_i(even[2], odd[2], back);
	x[3] = sub(even[3], third);
	x[7] = add(even[3], third);
}

INLINE void butterfly(struct cvec *x, size_t q, unsigned radix, const REAL *w, bool back)
{
	struct cvec v[8];
#pragma GCC unroll 8
	for (unsigned i = 0; i < radix; i++) {
		v[i] = x[i * q];
		if (back && w != NULL && i > 0)
			v[i] = turned(v[i], w + 2 * (i - 1), true);
	}
	switch (radix) {
	case 2:
		radix2(v);
		break;
	case 3:
		radix3(v, back);
		break;
	case 4:
		radix4(v, back);
		break;
	case 5:
		radix5(v, back);
		break;
	default:
		radix8(v, back);
		break;
	}
#pragma GCC unroll 8
	for (unsigned i = 0; i < radix; i++) {
		if (!back && w != NULL && i > 0)
			v[i] = turned(v[i], w + 2 * (i - 1), false);
		x[i * q] = v[i];
	}
}

/* One stage of `blocks` blocks that follow each other. */
INLINE void stage_of(struct cvec *x, size_t q, size_t blocks, unsigned radix, const REAL *w, bool back)
{
	for (size_t b = 0; b < blocks; b++, x += radix * q) {
		if (w == NULL)
			butterfly(x, q, radix, NULL, back);
		else
			for (size_t j = 0; j < q; j++)
				butterfly(x + j, q, radix, w + 2 * (radix - 1) * j, back);
	}
}

/* The last stage has q = 1 and no twiddles. */
INLINE void stage(struct cvec *x, size_t q, size_t blocks, unsigned radix, const REAL *w, bool back)
{
	switch (radix) {
	case 2:
		stage_of(x, q, blocks, 2, w, back);
		return;
	case 3:
		stage_of(x, q, blocks, 3, w, back);
		return;
	case 4:
		stage_of(x, q, blocks, 4, w, back);
		return;
	case 5:
		stage_of(x, q, blocks, 5, w, back);
		return;
	default:
		stage_of(x, q, blocks, 8, NULL, back);
		return;
	}
}

static void forward(const struct stages *stages, struct cvec *x, size_t block, unsigned s)
{
	size_t blocks = 1;
	for (; s < stages->count; s++) {
		unsigned radix = stages->radix[s];
		size_t q = block / radix;
		stage(x, q, blocks, radix, stages->twiddles[s], false);
		if (blocks == 1 && block * sizeof *x > near_bytes) {
			for (unsigned i = 0; i < radix; i++)
				forward(stages, x + i * q, q, s + 1);
			return;
		}
		blocks *= radix;
		block = q;
	}
}

static void backward(const struct stages *stages, struct cvec *x, size_t block, unsigned s)
{
	if (s == stages->count)
		return;
	unsigned radix = stages->radix[s];
	size_t q = block / radix;
	if (block * sizeof *x > near_bytes) {
		for (unsigned i = 0; i < radix; i++)
			backward(stages, x + i * q, q, s + 1);
		stage(x, q, 1, radix, stages->twiddles[s], true);
		return;
	}
	size_t whole = block;
	block = 1;
	for (unsigned t = stages->count; t-- > s;) {
		stage(x, block, whole / (block * stages->radix[t]), stages->radix[t], stages->twiddles[t], true);
		block *= stages->radix[t];
	}
}

static void weigh(const struct row_filter *filter, struct cvec *x)
{
	const REAL *g = filter->gains;
	size_t half = filter->stages.size;
	struct cvec z = x[0];
	x[0] = (struct cvec){ z.re * g[0] + z.im * g[1], z.im * g[0] + z.re * g[1] };
	g += 2;
	if (half % 2 == 0) {
		struct cvec *middle = &x[place_of(&filter->stages, half / 2)];
		*middle = times(*middle, g[0]);
		g++;
	}
	for (size_t k = 0; k < filter->pair_count; k++, g += 3) {
		struct cvec *one = &x[filter->pairs[2 * k]], *other = &x[filter->pairs[2 * k + 1]];
		struct cvec a = *one, b = *other;
		*one = (struct cvec){ a.re * g[0] + b.im * g[2], a.im * g[0] + b.re * g[2] };
		*other = (struct cvec){ b.re * g[1] + a.im * g[2], b.im * g[1] + a.re * g[2] };
	}
}

static REAL lane_of(vec v, size_t lane)
{
#if LANES == 1
	(void)lane;
	return v;
#else
	return v[lane];
#endif
}

static void filter_rows(const struct row_filter *filter, void *out, const void *in, void *tile)
{
	struct cvec *x = tile;
	size_t length = filter->length, half = filter->stages.size;
	rows_in(tile, LANES, in, length, length);
	memset((vec *)tile + length, 0, (filter->size - length) * sizeof(vec));
	forward(&filter->stages, x, half, 0);
	/* The sums of all even and of all odd samples are infinite or NaN where a sample is. */
	vec unfit = (x[0].re - x[0].re) + (x[0].im - x[0].im);
	weigh(filter, x);
	backward(&filter->stages, x, half, 0);
	rows_out(out, length, tile, LANES, length);
	for (size_t lane = 0; lane < LANES; lane++)
		if (!(lane_of(unfit, lane) == 0))
			for (size_t i = 0; i < length; i++)
				((REAL *)out)[lane * length + i] = (REAL)__builtin_nan("");
}

#if LANES == 1
static void forward_all(const struct stages *stages, void *values)
{
	forward(stages, values, stages->size, 0);
}

static void backward_all(const struct stages *stages, void *values)
{
	backward(stages, values, stages->size, 0);
}

const struct lanes VARIANT = { LANES, filter_rows, forward_all, backward_all };
#else
const struct lanes VARIANT = { LANES, filter_rows, NULL, NULL };
#endif
