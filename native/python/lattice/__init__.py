"""Lattice's mathematics, and how an application tells the governor of its work.

- **The operator** R(k) = 1/(1 + λk²) and filters made of it: `resolvent`, `smooth`, `CausalFilter`, `FixedPointFilter`, `regularize`.
- **Metrics** of a signal's rhythm: `coherence`, `bunching`, `compression_ratio`, `horizon`, `field_of`, `task_coherence`, and the same of streams.
- **Spectra**: `welch`, `filtered`, `passed_share`.
- **Heartbeats**: `with lattice.region("decode", unit="tokens") as r: r.beat(n)`.
- **Memory**: `with lattice.arena() as arena: x = arena.empty((1000, 1000), "f4")`, arrays in huge pages.
- `lattice.torch`: the original's `PhiResolventRegularizer` for PyTorch. `lattice.scheduler`: the original's scheduler, and a sound one.

The mathematics is liblattice's, in C. NumPy arrays of float32 or float64 that are contiguous and aligned are passed by address; others are copied,
and a `CopyWarning` says so. Other dtypes are refused. docs/lattice.md explains the terms and shows measurements.
"""

from __future__ import annotations

from ._arena import Arena, ArenaUsage, Division, arena
from ._arrays import CopyWarning
from ._constants import PHI
from ._filters import CausalFilter, FixedPointFilter, Regularizer, fixed_weight, regularize, smooth
from ._library import library as _load
from ._metrics import (
    ANY_SIGNAL,
    BUSY_SHARE,
    ORIGINAL_THRESHOLD,
    Stillness,
    TaskCoherence,
    bunching,
    coherence,
    compression_ratio,
    field_of,
    horizon,
    rice_bits,
    task_coherence,
)
from ._operator import (
    READINGS,
    Reading,
    fft_frequency,
    gain,
    lambda_at,
    newest_weight,
    pole,
    resolvent,
    time_constant,
    wavenumber,
    white_gain,
    white_share,
)
from ._regions import Region, RegionInfo, region
from ._spectra import Spectrum, StreamingSpectrum, filtered, passed_share, welch
from ._streams import (
    GATE_WINDOW,
    StreamingBunching,
    StreamingCoherence,
    StreamingCompression,
    StreamingField,
    StreamingHorizon,
)


def library_version() -> str:
    """The version of the liblattice that is loaded, such as "1.0.0". Raises ImportError where there is none."""
    version: bytes = _load().version()
    return version.decode()


__all__ = [
    "ANY_SIGNAL",
    "Arena",
    "ArenaUsage",
    "BUSY_SHARE",
    "CausalFilter",
    "CopyWarning",
    "Division",
    "FixedPointFilter",
    "GATE_WINDOW",
    "ORIGINAL_THRESHOLD",
    "PHI",
    "READINGS",
    "Reading",
    "Region",
    "RegionInfo",
    "Regularizer",
    "Spectrum",
    "Stillness",
    "StreamingBunching",
    "StreamingCoherence",
    "StreamingCompression",
    "StreamingField",
    "StreamingHorizon",
    "StreamingSpectrum",
    "TaskCoherence",
    "arena",
    "bunching",
    "coherence",
    "compression_ratio",
    "fft_frequency",
    "field_of",
    "filtered",
    "fixed_weight",
    "gain",
    "horizon",
    "lambda_at",
    "library_version",
    "newest_weight",
    "passed_share",
    "pole",
    "region",
    "regularize",
    "resolvent",
    "rice_bits",
    "smooth",
    "task_coherence",
    "time_constant",
    "wavenumber",
    "welch",
    "white_gain",
    "white_share",
]
