"""The metrics of a stream: one sample or many at a time, O(1) a sample, exponential forgetting.

`window` is the forgetting time in samples. A missing sample (NaN, infinite, above 1e100 in size) starts a metric over, except that compression
leaves it out. A stream belongs to one thread at a time. TypeError and ValueError say which argument makes no sense.
"""

from __future__ import annotations

import ctypes
import math
from ctypes import byref, c_double, c_void_p
from typing import Any

import numpy as np
import numpy.typing as npt

from ._arrays import floats
from ._constants import PHI
from ._handles import freed_when_unused
from ._library import check, library, number, require_floor, require_lambda, require_octaves, require_positive, require_whole
from ._metrics import BUSY_SHARE, Stillness

#: The forgetting time of the governor's gate, in samples: the default of most streams.
GATE_WINDOW = 96


def window_size(window: int | None, least: int = 1) -> int:
    """The window as liblattice takes it; None, one that never forgets, is its LATTICE_FOREVER."""
    return ctypes.c_size_t(-1).value if window is None else require_whole("window", window, least)


class _Stream:
    def __init__(self, make: Any, *arguments: Any) -> None:
        handle = c_void_p()
        check(make(byref(handle), *arguments), type(self).__name__)
        self._handle = freed_when_unused(handle, library().stream_free)

    def push(self, x: npt.ArrayLike) -> None:
        """Takes a sample, or a series of them in time order."""
        samples = np.atleast_1d(floats(x, "x", double=True))
        if samples.ndim != 1:
            raise ValueError(f"x has the shape {samples.shape}, expected one axis")
        check(library().stream_push(self._handle, samples.ctypes.data, samples.size), type(self).__name__)

    @property
    def value(self) -> float | None:
        """The metric now; None while it cannot be known."""
        value = c_double()
        return number(library().stream_value(self._handle, byref(value)), value, type(self).__name__)


class StreamingCoherence(_Stream):
    """`coherence` of a stream. `tau` in s, `rate` in Hz, `floor` in the signal's unit; a `window` ≥ 2, better above 10·tau·rate."""

    def __init__(self, tau: float, rate: float, floor: float = 0.0, window: int = GATE_WINDOW) -> None:
        super().__init__(
            library().stream_coherence,
            require_positive("tau", tau),
            require_positive("rate", rate),
            require_floor(floor),
            window_size(window, 2),
        )


class StreamingBunching(_Stream):
    """`bunching` of a stream, by default of a CPU's busy share. `lam` > 0, `window` ≥ 2."""

    def __init__(self, still: Stillness = BUSY_SHARE, lam: float = PHI, window: int = GATE_WINDOW) -> None:
        limits = still._as_parameter()
        super().__init__(library().stream_bunching, byref(limits), require_positive("lam", lam), window_size(window, 2))


class StreamingCompression(_Stream):
    """`compression_ratio` of a stream. `quantum` > 0 in the signal's unit. A `window` of None never forgets."""

    def __init__(self, quantum: float, lam: float = PHI, window: int | None = GATE_WINDOW) -> None:
        super().__init__(
            library().stream_compression, require_positive("quantum", quantum), require_lambda(lam), window_size(window)
        )


class StreamingHorizon(_Stream):
    """`horizon` of a stream. `quantum` > 0 in the signal's unit, `octaves` from 1 to 20. A `window` of None never forgets."""

    def __init__(self, quantum: float, octaves: int = 7, window: int | None = 256) -> None:
        super().__init__(
            library().stream_horizon, require_positive("quantum", quantum), require_octaves(octaves), window_size(window)
        )

    def skill(self, octave: int) -> float:
        """Out-of-sample R² of 2^octave samples ahead; NaN while it is unknown. Raises ValueError for an octave that the stream does not have."""
        value = c_double()
        known = number(library().stream_skill(self._handle, require_whole("octave", octave, 0), byref(value)), value, "skill")
        return math.nan if known is None else known


class StreamingField(_Stream):
    """`field_of` of a stream. A `window` of None never forgets."""

    def __init__(self, window: int | None = GATE_WINDOW) -> None:
        super().__init__(library().stream_field, window_size(window))
