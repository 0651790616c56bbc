/* SPDX-License-Identifier: MIT */
/*
 * liblattice: the lattice mathematics of Lattice's governor, and how an application tells the daemon of its work.
 *
 * One operator, the phi-resolvent R(k) = 1/(1 + lambda k^2), and what is built on it: smoothing filters, the regularizer, metrics of a signal's
 * rhythm, and power spectra. docs/lattice.md explains them; `lattice-governor/lattice` is the same in TypeScript.
 *
 *   - Every function that can fail returns LATTICE_OK (0) or a negative code; lattice_strerror() puts it into words. What it would have stored is
 *     left as it was, except that a number becomes NaN.
 *   - A sample is missing when it is NaN, infinite or greater than 1e100 in size. A result that cannot be known is LATTICE_UNKNOWN, never 0.
 *   - No global state, but a list of the arenas, which fork() needs. Different handles may be used from different threads at once. A
 *     lattice_regularizer never changes after it was made, and a lattice_client and a lattice_arena may be used by all threads; any other handle
 *     belongs to one thread at a time.
 *   - Arrays are contiguous, aligned for their type (LATTICE_MISALIGNED else), and stay the caller's. Lengths are in samples.
 *   - Pointers to results must not be NULL (LATTICE_INVALID). `*_free` and lattice_close take NULL.
 */
#ifndef LATTICE_H
#define LATTICE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LATTICE_API __attribute__((visibility("default")))

#define LATTICE_VERSION_MAJOR 1
#define LATTICE_VERSION_MINOR 0

/* The golden ratio, the usual lambda. */
#define LATTICE_PHI 1.6180339887498948482

/* A window that never forgets: all averages are plain. */
#define LATTICE_FOREVER ((size_t)-1)
/* The forgetting time of the governor's gate, in samples. */
#define LATTICE_GATE_WINDOW ((size_t)96)

/* ---- Errors ---- */

enum {
	LATTICE_OK = 0,
	/* An argument is out of its range; nothing was done. */
	LATTICE_INVALID = -1,
	/* There was not enough memory; nothing was done. */
	LATTICE_MEMORY = -2,
	/* Too few samples, or one is missing: the result cannot be known. */
	LATTICE_UNKNOWN = -3,
	/* An array does not begin at a multiple of its type's size. */
	LATTICE_MISALIGNED = -4,
	/* The sizes are greater than what memory can be addressed by. */
	LATTICE_TOO_LARGE = -5,
	/* An arena's limit leaves no room for the block; nothing was done. */
	LATTICE_EXHAUSTED = -6,
	/* No block of this arena begins at the address; nothing was done. */
	LATTICE_FOREIGN = -7,
	/* The block was given back before; nothing was done. */
	LATTICE_FREED = -8,
};

/* What a code means, in a few words; never NULL, never to be freed. */
LATTICE_API const char *lattice_strerror(int code);

/* The version of the library that is loaded, "1.0.0"; never to be freed. */
LATTICE_API const char *lattice_version(void);

/* ---- The operator ---- */

/*
 * What k means for a frequency f in cycles per sample (|f| <= 1/2):
 *   LATTICE_CYCLES   k = f. The original regularizer; for conformance and display only.
 *   LATTICE_RADIAN   k = 2 pi f. Continuous theory.
 *   LATTICE_LATTICE  k = 2 sin(pi f). Differences between neighbouring samples, exact on sampled data. All metrics use it.
 * Functions that return a number give NaN for another reading, and for a lambda that is negative or not finite.
 */
typedef int lattice_reading;
enum {
	LATTICE_CYCLES = 0,
	LATTICE_RADIAN = 1,
	LATTICE_LATTICE = 2,
};

/* The k of a frequency in cycles per sample. */
LATTICE_API double lattice_wavenumber(lattice_reading reading, double frequency);
/* R(k) = 1/(1 + lambda k^2), the gain in amplitude; the gain in power is its square. */
LATTICE_API double lattice_resolvent(double k, double lambda);
/* R at a frequency in cycles per sample. */
LATTICE_API double lattice_gain(lattice_reading reading, double frequency, double lambda);
/* The lambda of a time scale, phi (tau rate)^2: tau in s, rate in Hz. NaN unless both are finite and > 0. */
LATTICE_API double lattice_lambda_at(double tau, double rate);
/* Mean of R over all frequencies: the share C of white noise. */
LATTICE_API double lattice_white_share(lattice_reading reading, double lambda);
/* Root of the mean of R^2 over all frequencies: what white noise keeps of its RMS. */
LATTICE_API double lattice_white_gain(lattice_reading reading, double lambda);
/* The pole rho of the lattice reading, in [0, 1): R = (1-rho)^2 / |1 - rho e^(-i omega)|^2. */
LATTICE_API double lattice_pole(double lambda);
/* alpha = 1 - rho, the causal filter's weight of the newest sample, in (0, 1]. */
LATTICE_API double lattice_newest_weight(double lambda);
/* The causal filter's time constant, -1/ln rho, in samples. */
LATTICE_API double lattice_time_constant(double lambda);
/* Frequency of bin k of a transform of n points, in cycles per sample, as fftfreq of NumPy: Nyquist of an even n is -1/2. NaN unless k < n. */
LATTICE_API double lattice_fft_frequency(size_t k, size_t n);

/* ---- Filters ---- */

/*
 * Whittaker smoothing with first differences: the z that minimises sum (y-z)^2 + lambda sum (z[i]-z[i-1])^2, exact in O(n), reflecting edges.
 * `out` has n samples and may be `y`. A NaN or infinite sample makes all of it NaN. n may be 0.
 */
LATTICE_API int lattice_smooth(double *out, const double *y, size_t n, double lambda);

/*
 * The causal form, s += alpha (x - s), over n samples; out[i] is s after x[i], and may be NULL. `*state` is s before and after; NaN: starts at the
 * first sample. A missing sample changes nothing. `out` may be `x`.
 */
LATTICE_API int lattice_causal(double *out, const double *x, size_t n, double lambda, double *state);

/* The weight round(65536 alpha) of the fixed-point filter, 1 to 65535; 0 where there is none (lambda below 7.6e-6 or above 4e9). */
LATTICE_API uint32_t lattice_fixed_weight(double lambda);
/*
 * The causal filter in integers, as a kernel has it: s += (weight (x 2^16 - s) + 0x8000) >> 16, over n samples. `*state` is 65536 times the
 * filtered value, before and after; out[i] is it after x[i], and may be NULL. LATTICE_INVALID, with nothing done, unless weight is 1 to 65535,
 * |*state| <= 2^36 and every |x| < 2^20.
 */
LATTICE_API int lattice_fixed(int64_t *out, const int64_t *x, size_t n, uint32_t weight, int64_t *state);

/*
 * The phi-resolvent regularizer: Fourier transform, multiply by R, transform back, real part. `axes` lengths in `shape`, outermost first; the last
 * axis is contiguous. R depends on the frequency of the last axis only. The original transforms over the last two axes where there are more than
 * two; that gives the same, so only the last one is transformed. A NaN or infinite value makes its row NaN, with more than two axes its plane.
 * `out` may be `in`. Any length is possible. LATTICE_INVALID for no axis and for an axis of length 0.
 *
 * Each row is computed by itself: the result does not depend on the other rows, on the processor or on the number of threads.
 */
LATTICE_API int lattice_regularize(double *out, const double *in, const size_t *shape, size_t axes, lattice_reading reading, double lambda);
LATTICE_API int lattice_regularize_f32(float *out, const float *in, const size_t *shape, size_t axes, lattice_reading reading, double lambda);

/* A plan for rows of one length, for those who filter more than once; any number of threads may use it at the same time. */
typedef struct lattice_regularizer lattice_regularizer;
LATTICE_API int lattice_regularizer_new(lattice_regularizer **plan, size_t length, lattice_reading reading, double lambda);
/* Filters `rows` rows that follow each other; a NaN or infinite value makes its row NaN. `out` may be `in`. */
LATTICE_API int lattice_regularizer_apply(const lattice_regularizer *plan, double *out, const double *in, size_t rows);
LATTICE_API int lattice_regularizer_apply_f32(const lattice_regularizer *plan, float *out, const float *in, size_t rows);
LATTICE_API void lattice_regularizer_free(lattice_regularizer *plan);

/* ---- Metrics of a whole series ---- */

/* When a signal moves too little to be judged; its bunching is then 0. In the signal's unit. */
typedef struct lattice_stillness {
	/* A standard deviation below this is constant. */
	double floor;
	/* A share from 0 to 1 whose mean is below this or above 1 - this is idle or saturated; NaN for what is no share. */
	double edge;
} lattice_stillness;
#define LATTICE_ANY_SIGNAL ((lattice_stillness){0, __builtin_nan("")})
#define LATTICE_BUSY_SHARE ((lattice_stillness){0.01, 0.03})

/* Share of the power slower than tau (s) at a sampling rate (Hz), 0 (white or faster) to 1 (slow or constant). `floor` in the signal's unit. */
LATTICE_API int lattice_coherence(double *out, const double *x, size_t n, double tau, double rate, double floor);
/* Signed coherence: -1 regular, 0 Poisson, white or constant, +1 persistent. `still` NULL: any signal. */
LATTICE_API int lattice_bunching(double *out, const double *x, size_t n, const lattice_stillness *still, double lambda);
/* Bits of the causal residual divided by bits of the raw series, adaptive Rice codes; `quantum` in the signal's unit. */
LATTICE_API int lattice_compression(double *out, const double *x, size_t n, double quantum, double lambda);
/* Longest octave ahead, in samples, whose out-of-sample R^2 is at least 1/2; 0: not even the next sample. `octaves` from 1 to 20, usually 7. */
LATTICE_API int lattice_horizon(double *out, const double *x, size_t n, double quantum, size_t octaves);
/* The lambda that suits the signal's own noise, 0.05 to 50; phi while nothing is known. */
LATTICE_API int lattice_field(double *out, const double *x, size_t n);

/* Of a task's runs and sleeps, in time order, in any unit. */
typedef struct lattice_task {
	/* 0 (each interval is independent of the one before) to 1 (steady or slowly changing). */
	double coherence;
	/* The lower share C of runs and sleeps, 1 for a steady task. */
	double share;
} lattice_task;
/* The threshold of the original scheduler's `share`. White noise passes it: for reports only. */
#define LATTICE_ORIGINAL_THRESHOLD 0.3
LATTICE_API int lattice_task_coherence(lattice_task *out, const double *runs, size_t n_runs, const double *sleeps, size_t n_sleeps);

/* Mean bits of a sample in an adaptive Rice code: `x` are whole numbers. */
LATTICE_API int lattice_rice_bits(double *out, const double *x, size_t n);

/* ---- The same of a stream: O(1) a sample, with exponential forgetting, no allocation after the start ---- */

typedef struct lattice_stream lattice_stream;
/* `window` is the forgetting time in samples, at least 2 for coherence and bunching and 1 for others; there also LATTICE_FOREVER. */
LATTICE_API int lattice_stream_coherence(lattice_stream **stream, double tau, double rate, double floor, size_t window);
LATTICE_API int lattice_stream_bunching(lattice_stream **stream, const lattice_stillness *still, double lambda, size_t window);
LATTICE_API int lattice_stream_compression(lattice_stream **stream, double quantum, double lambda, size_t window);
LATTICE_API int lattice_stream_horizon(lattice_stream **stream, double quantum, size_t octaves, size_t window);
LATTICE_API int lattice_stream_field(lattice_stream **stream, size_t window);
/* Takes n samples. A missing one starts over; compression leaves it out. */
LATTICE_API int lattice_stream_push(lattice_stream *stream, const double *x, size_t n);
/* The metric now, LATTICE_UNKNOWN before there is one. */
LATTICE_API int lattice_stream_value(const lattice_stream *stream, double *out);
/* Of a horizon: out-of-sample R^2 of octave j, 2^j samples ahead. LATTICE_INVALID of another stream. */
LATTICE_API int lattice_stream_skill(const lattice_stream *stream, size_t j, double *out);
LATTICE_API void lattice_stream_free(lattice_stream *stream);

/* ---- Power spectra by Welch's method ---- */

typedef struct lattice_spectrum lattice_spectrum;
/*
 * `rate` in Hz, `segment` in samples, at least 2 (usually 256); `memory` in segments: averages are plain over so many and forget after. Segments
 * overlap by half, have their mean removed and a Hann window.
 */
LATTICE_API int lattice_spectrum_new(lattice_spectrum **spectrum, double rate, size_t segment, size_t memory);
/* Takes n samples; a missing one restarts the segment. */
LATTICE_API int lattice_spectrum_push(lattice_spectrum *spectrum, const double *x, size_t n);
/* Bins of the spectrum, segment/2 + 1. */
LATTICE_API size_t lattice_spectrum_bins(const lattice_spectrum *spectrum);
/* Frequencies in Hz and densities in the unit squared per Hz, as many as there are bins; either may be NULL. LATTICE_UNKNOWN before a segment. */
LATTICE_API int lattice_spectrum_read(const lattice_spectrum *spectrum, double *frequency, double *density);
LATTICE_API void lattice_spectrum_free(lattice_spectrum *spectrum);
/* The spectrum of a whole series: segment/2 + 1 frequencies and densities. */
LATTICE_API int lattice_welch(double *frequency, double *density, const double *x, size_t n, double rate, size_t segment);
/* What the filter leaves of a spectrum: density times R^2. `out` may be `density`. */
LATTICE_API int lattice_filtered(double *out, const double *frequency, const double *density, size_t bins, double rate, lattice_reading reading,
	double lambda);
/* The share sum R density / sum density of all bins but the first; LATTICE_UNKNOWN where all densities are 0. */
LATTICE_API int lattice_passed_share(double *out, const double *frequency, const double *density, size_t bins, double rate,
	lattice_reading reading, double lambda);

/* ---- The arena: memory in huge pages (docs/lattice.md, The page arena) ---- */

/*
 * Memory for arrays, in regions that begin at multiples of 2 MiB and that the kernel is asked to back by huge pages. How a region is divided:
 *   LATTICE_FIBONACCI  Fibonacci buddies: blocks of 64 B times 1, 2, 3, 5, 8, ..., a free block is split into the two numbers before, and merged.
 *   LATTICE_CLASSES    Size classes: multiples of 16 B up to 128 B, then four a doubling. Up to 16 KiB a class has slabs, above it runs of pages.
 *   LATTICE_ADAPTIVE   For each new region whichever would have wasted less on the sizes asked for lately; classes for the first 256 requests.
 * A request above a quarter of a region has a mapping of its own, of whole small pages.
 *
 * All threads may use an arena, one at a time is inside. A block costs O(1), beside one word read for each region that has no room; memory beside
 * the regions is at most 15 % of them for Fibonacci buddies and 2 % for classes, and is there as it is used.
 *
 * After a fork() the child has the arena and all its blocks as its own copy, whatever other threads were doing in it; vfork() and clone() without
 * fork's handlers are not seen. Not safe in signal handlers.
 */
typedef struct lattice_arena lattice_arena;
typedef int lattice_division;
enum {
	LATTICE_ADAPTIVE = 0,
	LATTICE_FIBONACCI = 1,
	LATTICE_CLASSES = 2,
};

typedef struct lattice_arena_options {
	/* Bytes of a region, a multiple of 2 MiB, 2 to 256 MiB; 0: 64 MiB. Less where the limit or the kernel leaves no more. */
	size_t region;
	/* Bytes that regions and own mappings may have together, at least 2 MiB; 0: no limit. */
	size_t limit;
	lattice_division division;
	/*
	 * Not 0 for debugging. What is refused is also told on stderr. A block that was given back is filled with 0xdb and kept until 256 others were:
	 * so a second return is always found, and what is written into it meanwhile is told and counted.
	 */
	int checked;
} lattice_arena_options;

/* `options` NULL: all of 0. `size` is sizeof(lattice_arena_options). Maps nothing yet. */
LATTICE_API int lattice_arena_new(lattice_arena **arena, const lattice_arena_options *options, size_t size);
/* Takes all blocks with it. No other thread may use the arena any more. */
LATTICE_API void lattice_arena_free(lattice_arena *arena);

/*
 * A block of at least `size` bytes at a multiple of `alignment`, a power of two up to 1 GiB; 0: 16. What is in it is not known. `*block` is NULL
 * after an error: LATTICE_INVALID for a size of 0 or another alignment, LATTICE_TOO_LARGE, LATTICE_EXHAUSTED, LATTICE_MEMORY where the kernel
 * has no more.
 */
LATTICE_API int lattice_arena_alloc(lattice_arena *arena, void **block, size_t size, size_t alignment);
/* The same for n elements of `size` bytes, all of it 0. What was never used is not touched. */
LATTICE_API int lattice_arena_calloc(lattice_arena *arena, void **block, size_t n, size_t size, size_t alignment);
/*
 * Makes a block larger or smaller; what is in it stays up to the lesser size. `*block` is changed to where it is then, at a multiple of 16; after an
 * error it is as it was. A NULL in `*block` is a new block. LATTICE_INVALID for a size of 0.
 */
LATTICE_API int lattice_arena_realloc(lattice_arena *arena, void **block, size_t size);
/*
 * Gives a block back; NULL is nothing. LATTICE_FREED for one that was given back, LATTICE_FOREIGN for an address at which no block of this arena
 * begins: also for one that was given back with its whole region.
 */
LATTICE_API int lattice_arena_dealloc(lattice_arena *arena, void *block);
/* How many bytes of a block may be used, at least what was asked for. */
LATTICE_API int lattice_arena_usable(lattice_arena *arena, const void *block, size_t *size);

/*
 * Called when the program has nothing to do for a while. Regions without a block are unmapped; free huge pages go back to the kernel at once
 * (MADV_DONTNEED: nobody needs what is in them, so nothing is written anywhere), only whole ones, as a huge page that is split is lost. Pages with
 * blocks keep their content: LATTICE_COLD marks them so that the kernel takes them first when it needs memory (MADV_COLD: costs nothing if it does
 * not), LATTICE_PAGEOUT writes them to swap now (MADV_PAGEOUT: for long pauses, as each page is read again at its next use), where there is swap.
 * `*returned`, if not NULL, is bytes that went back. Other threads wait meanwhile: milliseconds for each GiB.
 */
typedef int lattice_idle;
enum {
	LATTICE_COLD = 0,
	LATTICE_PAGEOUT = 1,
};
LATTICE_API int lattice_arena_idle(lattice_arena *arena, lattice_idle how, size_t *returned);

typedef struct lattice_arena_usage {
	/* Of all blocks so far: how many, bytes asked for, and bytes they had. given - asked is what rounding wasted. */
	uint64_t blocks, asked, given;
	/* Now: blocks that are out, and their bytes. */
	uint64_t live_blocks, live;
	/* Now: bytes of regions and own mappings, the most that it ever was, and address space of tables beside them. mapped - live is free. */
	uint64_t mapped, most_mapped, tables;
	/* Now: regions by how they are divided, and own mappings. */
	uint64_t fibonacci_regions, class_regions, alone;
	/* Now: whole huge pages in all mappings for which the kernel took the advice (whether it has them: AnonHugePages in /proc/PID/smaps). */
	uint64_t huge_pages;
	/* Of the sizes asked for lately: bytes, and how many more each division gives. Halved after each 65,536 requests. */
	uint64_t seen, fibonacci_waste, class_waste;
	/* Bytes that idle gave back so far, calls that were refused as foreign or freed, blocks that were written to after their return (checked). */
	uint64_t returned, refused, damaged;
	/* How a new region would be divided now. */
	lattice_division division;
} lattice_arena_usage;
/* `size` is sizeof(lattice_arena_usage), as for lattice_info. */
LATTICE_API int lattice_arena_info(lattice_arena *arena, lattice_arena_usage *usage, size_t size);

/* ---- Heartbeats and hints (docs/control.md, the heartbeat socket) ---- */

/*
 * An application that tells the daemon how far it got. Nothing here waits, raises SIGPIPE or fails because there is no daemon: it is looked for
 * again after 0.5 s, and later at most every 30 s. At most one line is sent each half second, by whichever call comes first after that time.
 */
typedef struct lattice_client lattice_client;

/*
 * `name`: 1 to 64 ASCII letters, digits, spaces or ._+:@/-, a letter or digit first. `socket`: path of the daemon's heartbeat socket; NULL:
 * $LATTICE_HEARTBEAT_SOCKET, else the user's own daemon, the user's simulation, the system's daemon, whichever answers first; for root the system's
 * daemon before root's simulation, and no other.
 */
LATTICE_API int lattice_open(lattice_client **client, const char *name, const char *socket);

/*
 * `units` more of the work are done: frames, tokens, requests. Safe in signal handlers and from all threads; a handler must return, not jump out.
 * Neither this nor any other function is a cancellation point. After a fork the child's beats are its own: it connects by itself, under its own pid.
 */
LATTICE_API void lattice_beat(lattice_client *client, uint64_t units);

/*
 * An answer to somebody took `ms`. The next line tells the longest since the line before; the daemon judges by it how much later answers come under
 * a cap (docs/governor.md). One that is told in no line, since no daemon is there or the socket is full, counts for the next. LATTICE_INVALID
 * unless `ms` is > 0 and at most 3,600,000; told in steps of 1 us. Safe in signal handlers and from all threads. A child after a fork tells none
 * of its parent's, and none of its own before its first line.
 */
LATTICE_API int lattice_answer(lattice_client *client, double ms);

/*
 * What the units are: 1 to 24 ASCII letters, digits, _ or -, a letter first, such as "tokens"; NULL: units. The journal and reports tell the energy
 * of each by this name. LATTICE_INVALID for what is no such word. Not safe in signal handlers.
 */
LATTICE_API int lattice_unit(lattice_client *client, const char *unit);

/*
 * What the work needs, in ms: each unit done within `deadline`, an answer begun within `latency`; NaN where there is none. `batch` not 0: nobody
 * waits for single units. The daemon forgets a hint 60 s after it last heard it, and when the client is closed; beats repeat it. All of NaN, NaN,
 * 0 takes it back. It tightens what the daemon promises, and loosens something only for a process that has most of the machine's CPU time
 * (docs/governor.md). LATTICE_INVALID unless deadline and latency are > 0 and at most 3,600,000, or NaN. Safe in signal handlers.
 */
LATTICE_API int lattice_hint(lattice_client *client, double deadline, double latency, int batch);

/* The GPU that the work runs on: the N of the daemon's gpuN, or the uuid that nvidia-smi -L shows; NULL: none. Not safe in signal handlers. */
LATTICE_API int lattice_set_gpu(lattice_client *client, const char *gpu);

typedef struct lattice_client_info {
	/* Units so far. */
	uint64_t done;
	/* Lines that were sent, lines that the socket did not take, times that a daemon was reached, and answers that said that a line is bad. */
	uint64_t sent, lost, connects, refused;
	/* Not 0 while a daemon is connected. */
	int connected;
} lattice_client_info;
/* `size` is sizeof(lattice_client_info): so much is written at most, and what a later version adds is left out. */
LATTICE_API int lattice_info(const lattice_client *client, lattice_client_info *info, size_t size);

/* No other thread and no signal handler may use the client any more. */
LATTICE_API void lattice_close(lattice_client *client);

#ifdef __cplusplus
}
#endif

#endif
