"""Power spectra by Welch's method (Welch 1967): segments that overlap by half, their mean removed, a periodic Hann window."""

from __future__ import annotations

import math
from ctypes import byref, c_double, c_void_p
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ._arrays import Doubles, floats, series
from ._constants import PHI
from ._handles import freed_when_unused
from ._library import UNKNOWN, check, library, number, require_lambda, require_positive, require_whole
from ._operator import Reading, reading_code
from ._streams import window_size


class Spectrum(NamedTuple):
    """A one-sided power spectral density. Its sum times the bin width is the variance of the signal."""

    #: Hz, from 0 to Nyquist.
    frequency: Doubles
    #: The signal's unit squared per Hz, one for each frequency.
    density: Doubles


def welch(x: npt.ArrayLike, rate: float, segment: int = 256) -> Spectrum | None:
    """The power spectrum of a series: ⌊segment/2⌋ + 1 bins, the plain average of all whole segments. `rate` in Hz, `segment` ≥ 2 in samples.

    Missing samples (NaN, infinite, above 1e100 in size) are gaps that no segment spans. None where there is no whole segment.
    """
    x = series(x, "x")
    bins = require_whole("segment", segment, 2) // 2 + 1
    frequency, density = np.empty(bins), np.empty(bins)
    code = library().welch(
        frequency.ctypes.data, density.ctypes.data, x.ctypes.data, x.size, require_positive("rate", rate), int(segment)
    )
    if code == UNKNOWN:
        return None
    check(code, "welch")
    return Spectrum(frequency, density)


class StreamingSpectrum:
    """`welch` of a stream: averages are plain over the first `memory` segments and forget after. A `memory` of None never forgets."""

    def __init__(self, rate: float, segment: int = 256, memory: int | None = 8) -> None:
        handle = c_void_p()
        code = library().spectrum_new(
            byref(handle), require_positive("rate", rate), require_whole("segment", segment, 2), window_size(memory)
        )
        check(code, "StreamingSpectrum")
        self._handle = freed_when_unused(handle, library().spectrum_free)

    def push(self, x: npt.ArrayLike) -> None:
        """Takes a sample or a series of them; a missing one restarts the segment."""
        samples = np.atleast_1d(floats(x, "x", double=True))
        if samples.ndim != 1:
            raise ValueError(f"x has the shape {samples.shape}, expected one axis")
        check(library().spectrum_push(self._handle, samples.ctypes.data, samples.size), "StreamingSpectrum")

    def spectrum(self) -> Spectrum | None:
        """The spectrum so far, a copy; None before the first whole segment."""
        bins = library().spectrum_bins(self._handle)
        frequency, density = np.empty(bins), np.empty(bins)
        code = library().spectrum_read(self._handle, frequency.ctypes.data, density.ctypes.data)
        if code == UNKNOWN:
            return None
        check(code, "StreamingSpectrum")
        return Spectrum(frequency, density)


def filtered(spectrum: Spectrum, rate: float, reading: Reading, lam: float = PHI) -> Spectrum:
    """The spectrum after the filter, density · R², in the same bins and units. `rate` is the sampling rate in Hz."""
    frequency, density = _bins(spectrum)
    out = np.empty_like(density)
    code = library().filtered(
        out.ctypes.data,
        frequency.ctypes.data,
        density.ctypes.data,
        density.size,
        require_positive("rate", rate),
        reading_code(reading),
        require_lambda(lam),
    )
    check(code, "filtered")
    return Spectrum(frequency, out)


def passed_share(spectrum: Spectrum, rate: float, reading: Reading, lam: float = PHI) -> float:
    """The share C = ΣR·density/Σdensity over all bins but the first. No unit; NaN where all densities are 0. `rate` in Hz."""
    frequency, density = _bins(spectrum)
    value = c_double()
    code = library().passed_share(
        byref(value),
        frequency.ctypes.data,
        density.ctypes.data,
        density.size,
        require_positive("rate", rate),
        reading_code(reading),
        require_lambda(lam),
    )
    share = number(code, value, "passed_share")
    return math.nan if share is None else share


def _bins(spectrum: Spectrum) -> tuple[Doubles, Doubles]:
    frequency, density = series(spectrum.frequency, "frequency"), series(spectrum.density, "density")
    if frequency.shape != density.shape:
        raise ValueError(f"there are {frequency.size} frequencies and {density.size} densities, expected as many")
    return frequency, density
