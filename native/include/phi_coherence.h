/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* How regular a task's intervals are, in 64-bit integers: no floats, no library, no signed division, no unbounded loop, so it may run in a BPF program.
 * src/lattice/metrics/interval-series.ts has the definition, its source and its distance from the batch metrics; both are equal to the bit. */
#ifndef LATTICE_PHI_COHERENCE_H
#define LATTICE_PHI_COHERENCE_H

#define PHI_ONE 65536           /* 1 in the fixed point of filter and results, 16 binary places */
#define PHI_WEIGHT 35107        /* round(65536 alpha), alpha = 2 / (1 + sqrt(1 + 4 phi)): the causal filter's weight of the newest sample */
#define PHI_SPREAD 179144       /* round(65536 sqrt(1 + 4 phi)): scales what is below white noise to [-1, 0] */
#define PHI_UNIT_BITS 10        /* an interval is counted in units of 1024 ns */
#define PHI_MOST ((1ull << 24) - 1) /* units, 17.2 s: what is longer counts as this */
#define PHI_BLOCK 64u           /* samples; a value is that of the newest 64 to 127 */
#define PHI_FEWEST 8u           /* with fewer samples there is no value */
#define PHI_STEADY 400u         /* a standard deviation below 5 % of the mean is none: (1 / 0.05)^2 */
#define PHI_UNKNOWN (-2 * PHI_ONE)

#define PHI_INLINE static inline __attribute__((always_inline))

/* Sums over at most 64 samples x below 2^24; the largest, of products, stays below 2^62. */
struct phi_sums {
	unsigned long long x, square;
	unsigned long long before;  /* of the filter before each sample, 8 binary places */
	unsigned long long product; /* of x and that */
};

struct phi_series {
	unsigned long long filtered; /* the phi-filter, 16 binary places */
	unsigned count, older;       /* samples in `now`, in `last` (0 or 64) */
	struct phi_sums now, last;
};

struct phi_moments {
	unsigned long long n, sum;
	unsigned long long spread;  /* n^2 times the variance */
	int predicted;              /* covariance with the filter before each sample, over the variance; in [-PHI_ONE, PHI_ONE]; 0 without variance */
};

PHI_INLINE unsigned long long phi_interval(unsigned long long ns)
{
	const unsigned long long units = ns >> PHI_UNIT_BITS;

	return units < PHI_MOST ? units : PHI_MOST;
}

/* s + (a (x 2^16 - s) + 0x8000) >> 16, a in 65536ths. */
PHI_INLINE unsigned long long phi_filter_by(unsigned long long s, unsigned long long x, unsigned weight)
{
	return (unsigned long long)((long long)s + ((weight * ((long long)(x << 16) - (long long)s) + 0x8000) >> 16));
}

PHI_INLINE unsigned long long phi_filter(unsigned long long s, unsigned long long x)
{
	return phi_filter_by(s, x, PHI_WEIGHT);
}

/* Takes a sample of at most PHI_MOST. */
PHI_INLINE void phi_push(struct phi_series *series, unsigned long long x)
{
	unsigned long long before;

	if (!series->count && !series->older)
		series->filtered = x << 16;
	before = (series->filtered + 0x80) >> 8;
	series->now.x += x;
	series->now.square += x * x;
	series->now.before += before;
	series->now.product += x * before;
	series->filtered = phi_filter(series->filtered, x);
	if (++series->count < PHI_BLOCK)
		return;
	series->last = series->now;
	series->now.x = series->now.square = series->now.before = series->now.product = 0;
	series->older = PHI_BLOCK;
	series->count = 0;
}

/* numerator 2^shift / denominator, shift at most 16, in [0, PHI_ONE]: the numerator is shifted as far as it has room, the denominator by the rest. */
PHI_INLINE int phi_ratio(unsigned long long numerator, unsigned long long denominator, unsigned shift)
{
	unsigned long long ratio;

	for (unsigned i = 0; i < 16; i++) {
		if (!shift || numerator >> 62)
			break;
		numerator <<= 1;
		shift--;
	}
	denominator >>= shift;
	ratio = denominator ? numerator / denominator : PHI_ONE;
	return ratio < PHI_ONE ? (int)ratio : PHI_ONE;
}

/* n products - sum before, with its sign apart. `dropped` counts the binary places after the point, of 8, for which there was no room. */
struct phi_covariance {
	unsigned long long size;
	int negative;
	unsigned dropped;
};

PHI_INLINE struct phi_covariance phi_covariance(const struct phi_moments *m, unsigned long long before, unsigned long long product)
{
	struct phi_covariance c = { 0 };
	unsigned long long with, without;
	/* Right in 64 bits where the covariance itself has room, whatever the products overflow. */
	const long long exact = (long long)(m->n * product - m->sum * before);

	for (unsigned i = 0; i < 8; i++) {
		if (!(before >> 32) && !(product >> 56))
			break;
		before >>= 1;
		product >>= 1;
		c.dropped++;
	}
	with = m->n * product;
	without = m->sum * before;
	c.negative = with < without;
	c.size = c.negative ? without - with : with - without;
	/* What was dropped is at most sum + n: where that may count, the covariance has room. */
	if (m->spread >> 52 || c.size >> (8 - c.dropped) > m->spread + m->sum + m->n)
		return c;
	c.negative = exact < 0;
	c.size = (unsigned long long)(exact < 0 ? -exact : exact);
	c.dropped = 0;
	return c;
}

PHI_INLINE struct phi_moments phi_moments(const struct phi_series *series)
{
	struct phi_moments m = { .n = series->count + series->older, .sum = series->now.x + series->last.x };
	struct phi_covariance c;

	m.spread = m.n * (series->now.square + series->last.square) - m.sum * m.sum;
	c = phi_covariance(&m, series->now.before + series->last.before, series->now.product + series->last.product);
	if (m.spread)
		m.predicted = phi_ratio(c.size, m.spread, 8 + c.dropped) * (c.negative ? -1 : 1);
	return m;
}

/* 0 (each interval is independent of the one before) to PHI_ONE (steady, or slowly changing), or PHI_UNKNOWN. */
PHI_INLINE int phi_coherence(const struct phi_series *series)
{
	const struct phi_moments m = phi_moments(series);

	if (m.n < PHI_FEWEST)
		return PHI_UNKNOWN;
	if (!m.spread || m.spread < (m.sum * m.sum + PHI_STEADY - 1) / PHI_STEADY)
		return PHI_ONE;
	return m.predicted > 0 ? m.predicted : 0;
}

/* -PHI_ONE (long and short take turns), 0 (independent, or constant) to PHI_ONE (persistent), or PHI_UNKNOWN. */
PHI_INLINE int phi_bunching(const struct phi_series *series)
{
	const struct phi_moments m = phi_moments(series);
	long long below;

	if (m.n < PHI_FEWEST)
		return PHI_UNKNOWN;
	if (m.predicted >= 0)
		return m.predicted;
	below = -(long long)m.predicted * PHI_SPREAD >> 16;
	return below < PHI_ONE ? -(int)below : -PHI_ONE;
}

/* The task's coherence: the lower of its runs' and its sleeps', or PHI_UNKNOWN. */
PHI_INLINE int phi_task_coherence(const struct phi_series *runs, const struct phi_series *sleeps)
{
	const int ran = phi_coherence(runs), slept = phi_coherence(sleeps);

	return ran < slept ? ran : slept;
}

/* The largest whole number whose square is not above x < 2^62. */
PHI_INLINE unsigned long long phi_root(unsigned long long x)
{
	unsigned long long root = 0;

	for (unsigned i = 0; i < 31; i++) {
		const unsigned long long with = root | 1ull << (30 - i);

		if (with * with <= x)
			root = with;
	}
	return root;
}

/* ns, of intervals: the mean; 0 without samples. */
PHI_INLINE unsigned long long phi_mean_ns(const struct phi_series *series)
{
	const unsigned long long n = series->count + series->older;

	return n ? ((series->now.x + series->last.x) << PHI_UNIT_BITS) / n : 0;
}

/* ns, of intervals: the standard deviation; 0 without samples. */
PHI_INLINE unsigned long long phi_deviation_ns(const struct phi_series *series)
{
	const struct phi_moments m = phi_moments(series);

	return m.n ? (phi_root(m.spread) << PHI_UNIT_BITS) / m.n : 0;
}

#endif
