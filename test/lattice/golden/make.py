#!/usr/bin/env python3
"""Golden vectors of src/lattice, computed from THEORY's definitions without looking at its code (needs Debian's python3-numpy).

Where the code is recursive this is explicit: matrices are solved, C is taken from the Fourier transform, averages are written out as sums, codes
are counted from their definition, forecasts are fitted anew from the whole past. Run it to rewrite golden.json beside it; it prints the shapes
table of docs/lattice.md."""
import json
import math
import pathlib
import subprocess

import numpy as np

PHI = (1 + 5**0.5) / 2
FS, N = 100.0, 256


def resolvent(k, lam=PHI):
    return 1 / (1 + lam * k**2)


def lattice(n):
    return 2 * np.sin(np.pi * np.fft.fftfreq(n))


# Shapes: busy share of each 10 ms (from busy intervals in s), or a plain series


def shares(starts, ends):
    edges = np.arange(N + 1) / FS
    return np.diff([np.sum(np.clip(e - starts, 0, ends - starts)) for e in edges]) * FS


def serve(arrivals, jobs):
    starts, ends, free = [], [], 0.0
    for arrival, job in zip(arrivals, jobs):
        starts.append(max(free, arrival))
        free = starts[-1] + job
        ends.append(free)
    return np.array(starts), np.array(ends)


def shapes():
    r = np.random.default_rng(1618)
    t = np.arange(N) / FS
    frames = np.arange(0.003, N / FS, 1 / 60)
    poisson = np.cumsum(r.exponential(0.0125, 400))
    bursts, at = [], 0.0
    while at < N / FS:
        on, off = r.exponential(0.2), r.exponential(0.2)
        bursts.append((at, at + on))
        at += on + off
    series = {
        "constant": np.full(N, 0.3),
        "sine 1 Hz": 0.5 + 0.4 * np.sin(2 * np.pi * t),
        "frames 60 Hz": shares(*serve(frames, 0.006 * r.lognormal(0, 0.1, len(frames)))),
        "square 2 Hz": 0.5 + 0.4 * np.sign(np.sin(2 * np.pi * 2 * t + 1e-9)),
        "white": r.uniform(0, 1, N),
        "poisson server": shares(*serve(poisson, r.exponential(0.004, 400))),
        "on-off bursts": shares(*(np.array(side) for side in zip(*bursts))),
    }
    return {name: np.round(x, 4) for name, x in series.items()}


# Definitions


def passed(x, k, lam):
    power = np.abs(np.fft.fft(x - x.mean())) ** 2
    return np.sum(resolvent(k, lam) * power) / np.sum(power)


def coherence(x, tau):
    lam = PHI * (tau * FS) ** 2
    if np.ptp(x) == 0:
        return 1.0
    white = 1 / math.sqrt(1 + 4 * lam)
    return float(np.clip((passed(x, lattice(len(x)), lam) - white) / (1 - white), 0, 1))


def bunching(x, lam=PHI):
    if np.ptp(x) == 0:
        return 0.0
    white, least = 1 / math.sqrt(1 + 4 * lam), 1 / (1 + 4 * lam)
    c = passed(x, lattice(len(x)), lam)
    return float((c - white) / (1 - white) if c >= white else (c - white) / (white - least))


def smooth(x, lam):
    n = len(x)
    a = np.diag(np.full(n, 1 + 2 * lam)) - lam * (np.eye(n, k=1) + np.eye(n, k=-1))
    a[0, 0] = a[-1, -1] = 1 + lam if n > 1 else 1
    return np.linalg.solve(a, x)


def regularize(x):
    f = np.fft.fft2(x) if x.ndim > 2 else np.fft.fft(x)
    f = f * resolvent(np.fft.fftfreq(x.shape[-1]))
    return (np.fft.ifft2(f) if x.ndim > 2 else np.fft.ifft(f)).real


def alpha(lam):
    rho = (2 * lam + 1 - math.sqrt(1 + 4 * lam)) / (2 * lam)
    return 1 - rho


def rice_bits(e):
    """Length of the adaptive Rice code, with the best k of each value found from the mean of those before (weights written out)."""
    u = [2 * v if v >= 0 else -2 * v - 1 for v in map(int, e)]
    total = 0
    for i, v in enumerate(u):
        w = []
        for j in range(i):
            a = 1 / min(j + 1, 64)
            w = [g * (1 - a) for g in w] + [a]
        m = sum(g * past for g, past in zip(w, u))
        k = 0 if m <= 1e-12 else max(0, math.ceil(math.log2(math.log(PHI) / -math.log(m / (1 + m)))))
        code = "1" * (v >> k) + "0" + format(v % 2**k, f"0{k}b") * (k > 0)
        total += len(code) if v >> k < 32 else 64
    return total


def compression(x, quantum):
    q = np.floor(x / quantum + 0.5)
    s = [q[0]]
    for v in q[1:]:
        s.append(s[-1] + alpha(PHI) * (v - s[-1]))
    e = np.concatenate([q[:1], q[1:] - np.floor(np.array(s[:-1]) + 0.5)])
    return rice_bits(e) / rice_bits(q)


def field(y):
    d = np.diff(y)
    g0 = np.mean(d**2) - d.mean() ** 2
    g1 = np.mean(d[1:] * d[:-1]) - d.mean() ** 2
    if g0 < 1e-12:
        return PHI
    if g1 >= 0:
        return 0.05
    return float(np.clip(-g1 / (g0 + 2 * g1), 0.05, 50)) if g0 + 2 * g1 > 0 else 50.0


def horizon(x, quantum, octaves=7):
    n, noise = len(x), quantum**2 / 12
    mean = np.cumsum(x) / np.arange(1, n + 1)
    z = [x - mean]
    for scale in (1, 4, 16, 64, 256):
        s = [x[0]]
        for v in x[1:]:
            s.append(s[-1] + alpha(PHI * scale) * (v - s[-1]))
        z.append(np.array(s) - mean)
    z = np.array(z).T
    skills = []
    for h in (2**j for j in range(octaves)):
        errors, plain = [], []
        target = x[h:] - mean[: n - h]
        for t in range(63 + h, n - h):
            known = t + 1 - h
            fit = known - known % 16  # pairs known at the newest renewal of the fit
            gram = z[:fit].T @ z[:fit] / fit
            w = np.linalg.solve(gram + (noise + 1e-9 * gram[0, 0]) * np.eye(6), z[:fit].T @ target[:fit] / fit)
            forecast = np.clip(z[t] @ w, min(0, target[:known].min()), max(0, target[:known].max()))
            errors.append(target[t] - forecast)
            plain.append(target[t])
        if len(errors) < 32:
            skills.append(None)
        elif np.mean(np.square(plain)) <= noise:
            skills.append(1.0)
        else:
            skills.append(float(1 - np.mean(np.square(errors)) / np.mean(np.square(plain))))
    good = [2**j for j, s in enumerate(skills) if s is not None and s >= 0.5]
    return max(good, default=0), skills


def welch(x, segment):
    w = np.hanning(segment + 1)[:-1]
    densities = []
    for start in range(0, len(x) - segment + 1, segment - segment // 2):
        part = x[start : start + segment]
        p = np.abs(np.fft.rfft((part - part.mean()) * w)) ** 2 / (FS * np.sum(w**2))
        p[1 : (segment + 1) // 2] *= 2
        densities.append(p)
    return np.fft.rfftfreq(segment, 1 / FS), np.mean(densities, axis=0)


def digits(v, n=15):
    """Numbers of n significant digits, arrays as lists."""
    if isinstance(v, np.ndarray):
        return [digits(x, n) for x in v.tolist()]
    if isinstance(v, list):
        return [digits(x, n) for x in v]
    return None if v is None else float(f"{v:.{n}g}")


def main():
    r = np.random.default_rng(5)
    out = {"shapes": {}, "spectrum": {}, "regularizer": [], "smooth": [], "rice": {}}
    print("| shape | C 50 ms | B | C raw, cycles | compression (Q = 0.01) | horizon, samples | λ̂ |\n| --- | --- | --- | --- | --- | --- | --- |")
    for name, x in shapes().items():
        cycles = 1.0 if np.ptp(x) == 0 else float(passed(x, np.fft.fftfreq(N), PHI))
        ahead, skills = horizon(x, 0.01)
        g = {
            "x": digits(x),
            "coherence": {str(tau): digits(coherence(x, tau)) for tau in (0.01, 0.05, 0.2)},
            "bunching": digits(bunching(x)),
            "cycles": digits(cycles),
            "compression": digits(compression(x, 0.01)),
            "horizon": ahead,
            "skills": digits(skills, 9),
            "field": digits(field(x)),
        }
        out["shapes"][name] = g
        print(
            f"| {name} | {g['coherence']['0.05']:.2f} | {g['bunching']:.2f} | {cycles:.2f} | {g['compression']:.2f} | {ahead} | {g['field']:.2f} |"
        )
    for shape in ([8], [15], [3, 10], [2, 3, 8], [2, 2, 3, 5]):
        x = np.round(r.normal(size=shape), 3)
        out["regularizer"].append({"shape": shape, "x": digits(x.ravel()), "z": digits(regularize(x).ravel())})
    for n, lam in ((1, PHI), (2, PHI), (7, PHI), (24, PHI), (24, 0.05), (24, 50.0)):
        x = np.round(r.normal(size=n), 3)
        out["smooth"].append({"lambda": lam, "x": digits(x), "z": digits(smooth(x, lam))})
    for segment in (64, 50):
        frequency, density = welch(shapes()["poisson server"], segment)
        out["spectrum"][str(segment)] = {"frequency": digits(frequency), "density": digits(density)}
    out["rice"]["parameter"] = [[m, max(0, math.ceil(math.log2(math.log(PHI) / -math.log(m / (1 + m)))))] for m in (0.1, 0.6, 1, 1.6, 2, 5, 40, 1000, 123456)]
    wild = [0, 0, -1, 1, 3, -70, 40, 5000, 5100, 4900, 5000, -3, 0, 0, 0]
    out["rice"]["wild"] = {"x": wild, "bits": rice_bits(wild)}
    walk = np.cumsum(r.normal(size=400)) + math.sqrt(2) * r.normal(size=400)
    out["walk"] = {"x": digits(np.round(walk, 2)), "field": digits(field(np.round(walk, 2)))}

    path = pathlib.Path(__file__).resolve().with_name("golden.json")
    path.write_text(json.dumps(out))
    subprocess.run(["npx", "biome", "format", "--write", str(path)], check=True, capture_output=True, cwd=path.parents[3])

    # The original's claim, on its own kind of input: one random 64×64 tensor, and the average of many
    power, amplitude, nyquist = [], [], []
    for _ in range(200):
        x = r.normal(size=(64, 64))
        before, after = (np.abs(np.fft.rfft(v))[:, 16:] for v in (x, regularize(x)))
        amplitude.append(1 - after.sum() / before.sum())
        power.append(1 - (after**2).sum() / (before**2).sum())
        nyquist.append(1 - after[:, -1].sum() / before[:, -1].sum())
    print(f"\nhigh half of the band, 200 tensors 64×64: amplitude −{np.mean(amplitude):.4f} (sd {np.std(amplitude):.4f}),", end=" ")
    print(f"power −{np.mean(power):.4f} (sd {np.std(power):.4f}); at Nyquist amplitude −{np.mean(nyquist):.4f}, power −{1 - (1 - np.mean(nyquist)) ** 2:.4f}")


if __name__ == "__main__":
    main()
