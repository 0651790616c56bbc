"""The φ-resolvent R(k) = 1/(1 + λk²), and the numbers that follow from it (docs/lattice.md).

As a filter R is Whittaker smoothing: the series z that minimises Σ(y−z)² + λΣ(Δz)² (Whittaker 1923). `lam` is λ, a finite number ≥ 0, without unit;
every function raises ValueError for another. A *reading* is what k means for a frequency f in cycles per sample, |f| ≤ ½:

- `"cycles"`: k = f. The original regularizer; for conformance and display only.
- `"radian"`: k = 2πf. Continuous theory.
- `"lattice"`: k = 2 sin(πf). Differences between neighbouring samples. All metrics use it.
"""

from __future__ import annotations

from typing import Literal

from ._constants import PHI
from ._library import library, require_lambda, require_positive, require_whole

Reading = Literal["cycles", "radian", "lattice"]
READINGS: tuple[Reading, ...] = ("cycles", "radian", "lattice")


def reading_code(reading: Reading) -> int:
    """The number of a reading in liblattice. Raises ValueError for another word."""
    if reading not in READINGS:
        raise ValueError(f"reading is {reading!r}, expected 'cycles', 'radian' or 'lattice'")
    return READINGS.index(reading)


def wavenumber(reading: Reading, frequency: float) -> float:
    """The k of a frequency in cycles per sample: cycles per sample, radians per sample, or no unit in the reading `"lattice"`."""
    return float(library().wavenumber(reading_code(reading), frequency))


def resolvent(k: float, lam: float = PHI) -> float:
    """R(k) = 1/(1 + λk²), the gain in amplitude: 1 at k = 0, falling with |k|. The gain in power is R². No unit."""
    return float(library().resolvent(k, require_lambda(lam)))


def gain(reading: Reading, frequency: float, lam: float = PHI) -> float:
    """R at a frequency in cycles per sample, in a reading of k. The gain in amplitude, no unit."""
    return float(library().gain(reading_code(reading), frequency, require_lambda(lam)))


def lambda_at(tau: float, rate: float) -> float:
    """The λ of a time scale, φ(τ·rate)²: `tau` in s, `rate` in Hz. Raises ValueError unless both are finite and > 0."""
    return float(library().lambda_at(require_positive("tau", tau), require_positive("rate", rate)))


def white_share(reading: Reading, lam: float = PHI) -> float:
    """The mean of R over all frequencies: the share C = ΣR|X|²/Σ|X|² of white noise. 0.891, 0.332 and 0.366 with λ = φ."""
    return float(library().white_share(reading_code(reading), require_lambda(lam)))


def white_gain(reading: Reading, lam: float = PHI) -> float:
    """What white noise keeps of its RMS: √(mean of R²). 0.895, 0.442 and 0.455 with λ = φ."""
    return float(library().white_gain(reading_code(reading), require_lambda(lam)))


def pole(lam: float = PHI) -> float:
    """The pole ρ of the lattice reading, in [0, 1): R(ω) = (1−ρ)²/|1 − ρe^−iω|². 0.4643 with λ = φ."""
    return float(library().pole(require_lambda(lam)))


def newest_weight(lam: float = PHI) -> float:
    """α = 1 − ρ, the causal filter's weight of the newest sample, in (0, 1]. 0.5357 with λ = φ."""
    return float(library().newest_weight(require_lambda(lam)))


def time_constant(lam: float = PHI) -> float:
    """The causal filter's time constant −1/ln ρ, in samples. 1.30 with λ = φ."""
    return float(library().time_constant(require_lambda(lam)))


def fft_frequency(k: int, n: int) -> float:
    """The frequency of bin `k` of a transform of `n` points, in cycles per sample, as `numpy.fft.fftfreq`. Raises ValueError unless 0 ≤ k < n."""
    require_whole("n", n, 1)
    if not 0 <= k < n:
        raise ValueError(f"k is {k}, expected 0 to {n - 1}")
    return float(library().fft_frequency(require_whole("k", k, 0), n))
