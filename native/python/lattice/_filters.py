"""Filters: Whittaker smoothing, its causal form, the fixed-point form of a kernel, and the original regularizer."""

from __future__ import annotations

import math
from ctypes import byref, c_double, c_int64, c_size_t, c_void_p
from typing import Any

import numpy as np
import numpy.typing as npt

from ._arrays import Doubles, Floats, floats, result, series
from ._constants import PHI
from ._handles import freed_when_unused
from ._library import check, library, require_lambda, require_whole
from ._operator import Reading, reading_code

_LIMIT = 2**20


def smooth(y: npt.ArrayLike, lam: float = PHI, out: npt.NDArray[np.float64] | None = None) -> Doubles:
    """Whittaker smoothing: the z that minimises Σ(y−z)² + λΣ(Δz)² (Whittaker 1923; first-order Tikhonov), exact in O(n), reflecting edges.

    `y` has one axis of n samples in any unit, n ≥ 0; the result has its length and unit. `out` takes the result and may be `y` itself. A NaN or
    infinite sample makes all of it NaN. Raises TypeError and ValueError for what is no such array or `lam`.
    """
    y = series(y, "y")
    out = result(out, y)
    check(library().smooth(out.ctypes.data, y.ctypes.data, y.size, require_lambda(lam)), "smooth")
    return out


def regularize(x: npt.ArrayLike, lam: float = PHI, reading: Reading = "cycles", out: npt.NDArray[Any] | None = None) -> Floats:
    """The φ-resolvent regularizer of the original: Fourier transform of the last axis, times R(k), transformed back; its real part.

    `x` has one or more axes of any length ≥ 1 and is float32 or float64; the result has its shape, dtype and unit. `out` takes the result and may
    be `x` itself. R depends on the last axis only, so no other is transformed, though the original does. A NaN or infinite value makes its row
    NaN, with more than two axes its plane.

    It is here for conformance and display: decide nothing by it. A periodic transform mixes the newest samples with the oldest; `smooth` and
    `CausalFilter` do not. Raises TypeError and ValueError for what is no such array, `lam` or `reading`.
    """
    x = floats(x, "x")
    if x.ndim == 0 or x.size == 0:
        raise ValueError(f"x has the shape {x.shape}, expected one or more axes, none of them empty")
    out = result(out, x)
    function = library().regularize if x.dtype == np.float64 else library().regularize_f32
    shape = (c_size_t * x.ndim)(*x.shape)
    check(function(out.ctypes.data, x.ctypes.data, shape, x.ndim, reading_code(reading), require_lambda(lam)), "regularize")
    return out


class Regularizer:
    """`regularize` for many arrays whose last axis has one length: what depends on the length is computed once.

    `length` ≥ 1 in samples, `lam` and `reading` as for `regularize`. Any number of threads may call it at the same time. Raises ValueError, and
    MemoryError for a length that there is no memory for.
    """

    def __init__(self, length: int, lam: float = PHI, reading: Reading = "cycles") -> None:
        self.length = require_whole("length", length, 1)
        plan = c_void_p()
        check(library().regularizer_new(byref(plan), self.length, reading_code(reading), require_lambda(lam)), "Regularizer")
        self._plan = freed_when_unused(plan, library().regularizer_free)

    def __call__(self, x: npt.ArrayLike, out: npt.NDArray[Any] | None = None) -> Floats:
        """Filters each row of the last axis. Shape `(…, length)` to the same; a NaN or infinite value makes its row NaN. Raises as `regularize`."""
        x = floats(x, "x")
        if x.ndim == 0 or x.shape[-1] != self.length:
            raise ValueError(f"x has the shape {x.shape}, expected a last axis of {self.length}")
        out = result(out, x)
        function = library().regularizer_apply if x.dtype == np.float64 else library().regularizer_apply_f32
        if x.size:
            check(function(self._plan, out.ctypes.data, x.ctypes.data, x.size // self.length), "Regularizer")
        return out


class CausalFilter:
    """The causal form of the smoothing, O(1) a sample: s ← s + α(x − s), an exponential moving average with α = 0.5357 where λ = φ.

    Once its start has faded it equals the newest sample of `smooth` over the same series. `start`, in the samples' unit, is the state before the
    first sample; without it the filter starts at its first sample. Raises ValueError unless `lam` is finite and ≥ 0.
    """

    def __init__(self, lam: float = PHI, start: float = math.nan) -> None:
        self._lam = require_lambda(lam)
        self._state = c_double(start)

    def push(self, x: npt.ArrayLike) -> Doubles:
        """Takes a sample or a series of them, and returns the filtered value after each. A missing one (NaN, infinite, above 1e100) changes nothing."""
        samples = np.atleast_1d(floats(x, "x", double=True))
        if samples.ndim != 1:
            raise ValueError(f"x has the shape {samples.shape}, expected one axis")
        out = np.empty_like(samples)
        check(library().causal(out.ctypes.data, samples.ctypes.data, samples.size, self._lam, byref(self._state)), "CausalFilter")
        return out

    @property
    def value(self) -> float:
        """The filtered value now, in the samples' unit; NaN before the first sample."""
        return self._state.value


def fixed_weight(lam: float = PHI) -> int:
    """The weight round(65536·α) of `FixedPointFilter`, 1 to 65535; 35107 with λ = φ. Raises ValueError for λ below 7.6e-6 or above 4e9."""
    weight = int(library().fixed_weight(require_lambda(lam)))
    if weight == 0:
        raise ValueError(f"lam is {lam}, which makes a weight outside of 1 to 65535")
    return weight


class FixedPointFilter:
    """The causal filter in a kernel's integers: s ← s + (a·(x·2¹⁶ − s) + 0x8000) >> 16, with s scaled by 2¹⁶.

    It stays within 2⁻¹⁷/α of the same filter in exact arithmetic, and equals the C and TypeScript code to the bit. `start` is the state before the
    first sample, a whole number below 2²⁰ in size. Raises ValueError for another, and as `fixed_weight`.
    """

    def __init__(self, lam: float = PHI, start: int = 0) -> None:
        if start != int(start) or abs(start) >= _LIMIT:
            raise ValueError(f"start is {start}, expected a whole number below 2^20 in size")
        self.weight = fixed_weight(lam)
        self._state = c_int64(int(start) << 16)

    def push(self, x: npt.ArrayLike) -> npt.NDArray[np.int64]:
        """Takes whole numbers below 2²⁰ in size, and returns 65536 times the filtered value after each.

        Raises TypeError unless they are of an integer type, ValueError where one is too large: nothing is taken then.
        """
        samples = np.atleast_1d(np.asarray(x))
        if not np.issubdtype(samples.dtype, np.integer) or samples.ndim != 1:
            raise TypeError(f"x is of dtype {samples.dtype} and shape {samples.shape}, expected whole numbers on one axis")
        if samples.size and (samples.max() >= _LIMIT or samples.min() <= -_LIMIT):
            raise ValueError("x has numbers of 2^20 and more in size: scale them first")
        samples = np.ascontiguousarray(samples, dtype=np.int64)
        out = np.empty(samples.shape, dtype=np.int64)
        check(library().fixed(out.ctypes.data, samples.ctypes.data, samples.size, self.weight, byref(self._state)), "FixedPointFilter")
        return out

    @property
    def raw(self) -> int:
        """The state s: 65536 times the filtered value."""
        return self._state.value

    @property
    def value(self) -> float:
        """The filtered value in x's unit, with 16 binary places."""
        return self._state.value / 65536
