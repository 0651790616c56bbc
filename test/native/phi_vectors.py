#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Interval streams and what phi_coherence.h and interval-series.ts must make of them, written from the definition and not from their code.

Sums are taken anew over the window of the newest samples, numbers are as long as they need to be, roots and quotients are exact. Run it to rewrite
phi_vectors.txt. A stream has three lines: its name; the number of intervals and the results after the last one; the intervals in ns. The results are:
filter, samples, order, coherence, bunching, mean ns, deviation ns, task coherence with the stream before as its sleeps (itself for the first one),
and a check sum of order and filter after each sample. What is unknown is -131072."""
from math import isqrt, log
from random import Random

ONE = 65536
WEIGHT, SPREAD = 35107, 179144
UNKNOWN = -2 * ONE


def window(n: int) -> int:
    """How many of n samples count: the block of 64 that fills and the full one before it."""
    return n if n < 64 else 64 + n % 64


def toward_zero(a: int, b: int) -> int:
    return abs(a) // b * (1 if a >= 0 else -1)


def results(ns: list[int]) -> list[int]:
    x = [min(v // 1024, 2**24 - 1) for v in ns]
    state, before = x[0] * ONE, []
    for v in x:
        before.append((state + 0x80) // 256)
        state += (WEIGHT * (v * ONE - state) + 0x8000) // 65536
    n = window(len(x))
    x, s = x[-n:], before[-n:]
    total = sum(x)
    spread = n * sum(v * v for v in x) - total * total
    product, past = sum(v * b for v, b in zip(x, s)), sum(s)
    places = next(p for p in range(8, -1, -1) if p == 0 or (past >> (8 - p) < 2**32 and product >> (8 - p) < 2**56))
    coarse = n * (product >> (8 - places)) - total * (past >> (8 - places))
    if spread >= 2**52 or abs(coarse) >> places > spread + total + n:
        covariance = coarse
    else:
        covariance, places = n * product - total * past, 8
    r = 0
    if spread:
        # The quotient has 16 places; where 63 bits are too few for the numerator the divisor loses its last ones.
        shift = 16 - places
        up = min(shift, max(0, 63 - abs(covariance).bit_length()))
        divisor = spread >> (shift - up)
        r = min(ONE, (abs(covariance) << up) // divisor if divisor else ONE) * (-1 if covariance < 0 else 1)
    mean, deviation = total * 1024 // n, isqrt(spread) * 1024 // n
    if n < 8:
        return [state, n, UNKNOWN, UNKNOWN, UNKNOWN, mean, deviation]
    order = ONE if spread == 0 or 400 * spread < total * total else r
    bunching = r if r >= 0 else max(-ONE, toward_zero(r * SPREAD, ONE))
    return [state, n, order, max(0, order), bunching, mean, deviation]


def main() -> None:
    random = Random(20)
    us = 1000
    gap = lambda mean: int(-mean * log(1 - random.random()))
    streams = {
        "frames of 16.7 ms, 2 % apart": [int(16_666_667 * random.uniform(0.98, 1.02)) for _ in range(150)],
        "frames of 16.7 ms with a deadline between": [int(v * 1e6 * random.uniform(0.99, 1.01)) for v in [11, 5.7] * 70],
        "independent sleeps of 10 ms": [gap(10_000 * us) for _ in range(200)],
        "bursts": [gap(400 * us if i // 12 % 2 else 30_000 * us) for i in range(192)],
        "slowly changing": [int(1e7 * (2 + ((i % 80) - 40) / 40)) for i in range(190)],
        "short runs of a pipe": [random.randrange(1_000, 9_000) for _ in range(128)],
        "below a unit": [random.randrange(0, 1_024) for _ in range(70)],
        "nothing": [0] * 20,
        "seven": [gap(3_000 * us) for _ in range(7)],
        "eight": [gap(3_000 * us) for _ in range(8)],
        "one block": [gap(3_000 * us) for _ in range(64)],
        "one block less one": [gap(3_000 * us) for _ in range(63)],
        "two blocks less one": [gap(3_000 * us) for _ in range(127)],
        "two blocks": [gap(3_000 * us) for _ in range(128)],
        "one second, 3 us apart": [1_000_000_000 + random.randrange(-3_000, 3_000) for _ in range(120)],
        "the longest and none in turns": [2**53 - 1, 0] * 63 + [2**53 - 1],
        "the longest, then short": [2**53 - 1] * 64 + [random.randrange(300 * us) for _ in range(70)],
        "longer and longer": [1 << min(i // 3, 40) for i in range(127)],
        "always the longest": [2**53 - 1] * 127,
    }
    previous = None
    for name, ns in streams.items():
        check = 0
        for i in range(1, len(ns) + 1):
            state, _, order, *_ = results(ns[:i])
            check = (check * 31 + state + order) % 2**31
        values = results(ns)
        task = min(values[3], previous if previous is not None else values[3])
        previous = values[3]
        print(f"{name}\n{len(ns)} {' '.join(map(str, values))} {task} {check}\n{' '.join(map(str, ns))}")


if __name__ == "__main__":
    main()
