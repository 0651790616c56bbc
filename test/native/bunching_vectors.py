#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reference for native/helper/busy/bunching.c, written from THEORY without looking at its recursion.

The moments are computed by explicit weighted sums over the whole past of each rung (O(n^2)), not by the streaming form. Run it to rewrite
bunching_vectors.txt: per vector a name, the number of rungs, the shares and the value of B after the last rung (needs numpy)."""
import numpy as np

PHI = (1 + 5**0.5) / 2
RHO = (2 * PHI + 1 - (1 + 4 * PHI) ** 0.5) / (2 * PHI)
C_WHITE = (1 + 4 * PHI) ** -0.5
C_MIN = 1 / (1 + 4 * PHI)
WINDOW = 96


def weights(n: int) -> np.ndarray:
    """Weight of each of n samples in a mean that is plain up to WINDOW samples and forgets exponentially after."""
    w = np.empty(n)
    for i in range(n):
        a = max(1 / (i + 1), 1 / WINDOW)
        w[:i] *= 1 - a
        w[i] = a
    return w


def bunching(x: np.ndarray) -> float:
    n = len(x)
    d = np.array([x[i] - weights(i + 1) @ x[: i + 1] for i in range(n)])
    # S before its use at i: sum over k >= 1 of rho^k d[i-k]
    s = np.array([sum(RHO**k * d[i - k] for k in range(1, min(i, 60) + 1)) for i in range(n)])
    mean, variance = weights(n) @ x, weights(n) @ d**2
    covariance = np.array([(1 - 1 / WINDOW) ** (n - 1 - i) / WINDOW for i in range(n)]) @ (d * s)
    if mean < 0.03 or mean > 0.97 or variance < 0.01**2:
        return 0.0
    c = C_WHITE * (1 + 2 * covariance / variance)
    b = (c - C_WHITE) / (1 - C_WHITE) if c >= C_WHITE else (c - C_WHITE) / (C_WHITE - C_MIN)
    return float(np.clip(b, -1, 1))


def rungs(starts: np.ndarray, ends: np.ndarray, n: int, rung: float) -> np.ndarray:
    """Busy share of each rung from non-overlapping busy intervals in seconds."""
    edges = np.arange(n + 1) * rung
    cumulated = [np.sum(np.clip(e - starts, 0, ends - starts)) for e in edges]
    return np.diff(cumulated) / rung


def serve(arrivals: np.ndarray, jobs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    starts, ends, free = [], [], 0.0
    for arrival, job in zip(arrivals, jobs):
        starts.append(max(free, arrival))
        free = starts[-1] + job
        ends.append(free)
    return np.array(starts), np.array(ends)


def main() -> None:
    r = np.random.default_rng(20)
    n = 240
    poisson = np.cumsum(r.exponential(0.010, 400))
    poisson = rungs(*serve(poisson, r.exponential(0.003, 400)), n, 0.005)
    frames = np.arange(0.003, 3, 1 / 60)
    frames = serve(frames, 0.005 * r.lognormal(0, 0.15, len(frames)))
    bursts = np.concatenate([np.full(24, v) for v in (0.9, 0.1) * 5])
    vectors = {
        "white": r.uniform(0, 1, n),
        "poisson 5 ms": poisson,
        "frames 60 Hz 5 ms": rungs(*frames, n, 0.005),
        "frames 60 Hz 10 ms": rungs(*frames, n, 0.010),
        "on-off bursts": bursts + r.uniform(-0.1, 0.1, n),
        "alternation": np.tile([0.2, 0.6], n // 2),
        "constant": np.full(n, 0.5),
        "below the floor": 0.5 + 0.012 * (np.arange(n) % 2),
        "idle with housekeeping": 0.04 * (np.arange(n) % 2),
        "saturated": 1 - 0.04 * (np.arange(n) % 2),
        "95 rungs and one": r.uniform(0, 1, 96),
    }
    for name, x in vectors.items():
        x = np.round(x, 6)
        print(f"{name}\n{len(x)} {bunching(x):.12f}\n" + " ".join(f"{v:.6g}" for v in x))


if __name__ == "__main__":
    main()
