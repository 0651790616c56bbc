/* SPDX-License-Identifier: MIT */
/* The sizes that are asked for, at random with one seed: bytes. */
#ifndef BENCH_SIZES_H
#define BENCH_SIZES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum { uniform, lognormal, exponential, small_mixture, tensors, odd_tensors, mixtures };
static const char *const mixture_names[mixtures] = { "uniform", "lognormal", "exponential", "small mixture", "tensor shapes", "odd tensor shapes" };

struct draws {
	uint64_t state;
};

/* xorshift64*, in (0, 1). */
static double draw(struct draws *d)
{
	d->state ^= d->state >> 12;
	d->state ^= d->state << 25;
	d->state ^= d->state >> 27;
	return ((double)(d->state * 0x2545f4914f6cdd1dU >> 11) + 0.5) / 9007199254740992.0;
}

static size_t choose(struct draws *d, const size_t *from, size_t n)
{
	return from[(size_t)(draw(d) * (double)n)];
}

/* Batch × sequence × width × bytes of an element, as transformers have them: nearly all powers of two. */
static size_t tensor(struct draws *d)
{
	static const size_t batches[] = { 1, 2, 4, 8, 16 }, lengths[] = { 64, 128, 256, 512 }, widths[] = { 64, 128, 256, 512, 768, 1024 };
	return choose(d, batches, 5) * choose(d, lengths, 4) * choose(d, widths, 6) * (draw(d) < 0.5 ? 2 : 4);
}

/* Rows × width × bytes of an element, with the lengths of pictures, texts and heads that are no powers of two. */
static size_t odd_tensor(struct draws *d)
{
	static const size_t rows[] = { 1, 2, 4, 7, 8, 16, 32, 64, 77, 100, 128, 197, 256, 384, 512, 577, 768, 1000, 1024 };
	static const size_t widths[] = { 64, 80, 96, 128, 256, 384, 512, 640, 768, 1024, 1280, 1536, 2048, 2560, 3072, 4096 };
	static const size_t elements[] = { 1, 2, 2, 4, 4, 8 };
	return choose(d, rows, sizeof rows / sizeof *rows) * choose(d, widths, sizeof widths / sizeof *widths) * choose(d, elements, 6);
}

/*
 * uniform: 1 to 64 KiB. lognormal: median 1 KiB, a factor e^1.5. exponential: mean 4 KiB. small mixture: objects of a program, 8 to 200 bytes, and
 * now and then a buffer.
 */
static size_t size_of(struct draws *d, int mixture)
{
	static const size_t small[] = { 8, 16, 24, 24, 32, 40, 48, 56, 64, 72, 96, 120, 144, 200 };
	double x = draw(d);
	switch (mixture) {
	case uniform:
		return 1 + (size_t)(x * 65536);
	case lognormal:
		return 1 + (size_t)(1024 * exp(1.5 * sqrt(-2 * log(x)) * cos(6.283185307179586 * draw(d))));
	case exponential:
		return 1 + (size_t)(-4096 * log(x));
	case small_mixture:
		return x < 0.98 ? choose(d, small, sizeof small / sizeof *small) : 1024 + (size_t)(draw(d) * 7168);
	case tensors:
		return tensor(d);
	default:
		return odd_tensor(d);
	}
}

#endif
