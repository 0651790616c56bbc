"""Metrics of a whole series: coherence, bunching, compression, horizon, φ field (docs/lattice.md).

A series has one axis, in time order. A result is None where it cannot be known: too few samples, or one is missing (NaN, infinite, above 1e100 in
size). TypeError and ValueError say which argument makes no sense.
"""

from __future__ import annotations

import math
from ctypes import byref, c_double
from typing import NamedTuple

import numpy.typing as npt

from . import _library
from ._arrays import series
from ._constants import PHI
from ._library import check, library, number, require_floor, require_lambda, require_octaves, require_positive


class Stillness(NamedTuple):
    """When a signal moves too little to be judged; its bunching is then 0."""

    #: A standard deviation below this is constant. In the signal's unit.
    floor: float = 0.0
    #: A share from 0 to 1 whose mean is below this or above 1 minus this is idle or saturated. NaN for what is no share.
    edge: float = math.nan

    def _as_parameter(self) -> _library.Stillness:
        return _library.Stillness(require_floor(self.floor), self.edge)


#: Limits for any signal: constant only when all its movement may be rounding.
ANY_SIGNAL = Stillness()
#: Limits for the busy share of a CPU, from 0 to 1.
BUSY_SHARE = Stillness(0.01, 0.03)
#: The original scheduler's threshold for the `share` of a task. White noise passes it: for reports only.
ORIGINAL_THRESHOLD = 0.3


class TaskCoherence(NamedTuple):
    """What `task_coherence` returns."""

    #: 0 (each interval is independent of the one before) to 1 (steady, or slowly changing). No unit.
    coherence: float
    #: The lower C of runs and sleeps, 1 for a steady task. No unit. The original compared such a number with `ORIGINAL_THRESHOLD`.
    share: float


def coherence(x: npt.ArrayLike, tau: float, rate: float, floor: float = 0.0) -> float | None:
    """The share of a signal's power that is slower than `tau`: 0 (white noise or faster) to 1 (slow or constant). No unit.

    clip((C − C_w)/(1 − C_w), 0, 1) of C = ΣR|X|²/Σ|X|² with λ = φ(τ·rate)² and the mean removed; C_w is that of white noise. `tau` in s, `rate` in
    Hz. A series whose standard deviation is below `floor`, in its unit, is constant. None for fewer than two samples. The definition is Lattice's.
    """
    x = series(x, "x")
    value = c_double()
    code = library().coherence(
        byref(value), x.ctypes.data, x.size, require_positive("tau", tau), require_positive("rate", rate), require_floor(floor)
    )
    return number(code, value, "coherence")


def bunching(x: npt.ArrayLike, still: Stillness = ANY_SIGNAL, lam: float = PHI) -> float | None:
    """Is a sample followed by a similar one? −1 is regular, 0 Poisson, white or constant, +1 persistent. No unit.

    With C and C_w as for `coherence` and C_min = 1/(1+4λ): (C − C_w)/(1 − C_w) where C ≥ C_w, else (C − C_w)/(C_w − C_min). None for fewer than
    two samples. `lam` > 0. The definition is Lattice's.
    """
    x = series(x, "x")
    value = c_double()
    limits = still._as_parameter()
    return number(
        library().bunching(byref(value), x.ctypes.data, x.size, byref(limits), require_positive("lam", lam)), value, "bunching"
    )


def compression_ratio(x: npt.ArrayLike, quantum: float, lam: float = PHI) -> float | None:
    """Bits of the causal filter's prediction error divided by bits of the raw series, both in an adaptive Rice code (Rice 1979). No unit.

    `quantum` > 0, in the signal's unit, is what both are rounded to. The ratio moves with it: compare signals of one kind only.
    """
    x = series(x, "x")
    value = c_double()
    code = library().compression(byref(value), x.ctypes.data, x.size, require_positive("quantum", quantum), require_lambda(lam))
    return number(code, value, "compression_ratio")


def horizon(x: npt.ArrayLike, quantum: float, octaves: int = 7) -> int | None:
    """How many samples ahead (1, 2, 4 … 2^(octaves−1)) a linear forecast explains half of the variance of what it has not seen; 0: not even one.

    Each forecast is made before its sample exists, and compared with the running mean. `quantum` > 0, in the signal's unit, is the sensor's step.
    `octaves` from 1 to 20. None for fewer than 97 samples.
    """
    x = series(x, "x")
    value = c_double()
    code = library().horizon(byref(value), x.ctypes.data, x.size, require_positive("quantum", quantum), require_octaves(octaves))
    ahead = number(code, value, "horizon")
    return None if ahead is None else int(ahead)


def field_of(x: npt.ArrayLike) -> float:
    """The λ that suits the signal's own noise if it is a random walk seen through noise: −γ₁/(γ₀+2γ₁) of its steps, 0.05 to 50. No unit.

    φ for fewer than 16 samples, for a constant or a straight line, and where a sample is missing. The estimate is poor above 5: for display, never
    for a gate.
    """
    x = series(x, "x")
    value = c_double()
    check(library().field(byref(value), x.ctypes.data, x.size), "field_of")
    return value.value


def task_coherence(runs: npt.ArrayLike, sleeps: npt.ArrayLike) -> TaskCoherence | None:
    """Is the rhythm of a task steady or slowly changing (1), or is each run and each sleep independent of the one before (0)?

    Of the lengths of its runs and of its sleeps, in time order and any unit, the lower C with λ = φ; a series that varies by less than 5 % of its
    mean has C = 1. None for fewer than 8 of either, or where one is negative. The definition is Lattice's, after the score of the original.
    """
    runs, sleeps = series(runs, "runs"), series(sleeps, "sleeps")
    task = _library.Task()
    code = library().task_coherence(byref(task), runs.ctypes.data, runs.size, sleeps.ctypes.data, sleeps.size)
    if code == _library.UNKNOWN:
        return None
    check(code, "task_coherence")
    return TaskCoherence(task.coherence, task.share)


def rice_bits(x: npt.ArrayLike) -> float | None:
    """Mean bits of a sample in an adaptive Rice code (Rice 1979). `x` holds whole numbers, as floats. None for none of them."""
    x = series(x, "x")
    value = c_double()
    return number(library().rice_bits(byref(value), x.ctypes.data, x.size), value, "rice_bits")

