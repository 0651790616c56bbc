"""Arrays on their way to liblattice: by address where they can be, copied with a warning where they cannot."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
Doubles = npt.NDArray[np.float64]


class CopyWarning(UserWarning):
    """An array had to be copied: it was not contiguous, not aligned, of the other byte order, or float32 where only float64 is computed.

    `warnings.simplefilter("ignore", lattice.CopyWarning)` silences it, `"error"` makes it an error.
    """


def floats(x: npt.ArrayLike, name: str, double: bool = False, level: int = 3) -> Floats:
    """`x` as a C-contiguous, aligned array of float32 or float64, without a copy where it is one. With `double`, float64 only.

    A list or a number becomes float64. Raises TypeError for an array of another dtype: whole numbers are refused, since 64 bits of them do not
    fit a float64, and since each would be copied without being asked. `level` is how many calls up a warning points.
    """
    if not isinstance(x, np.ndarray):
        if hasattr(x, "__array__") or hasattr(x, "__array_interface__"):
            x = np.asarray(x)
        else:
            return np.asarray(x, dtype=np.float64)
    if isinstance(x, np.ma.MaskedArray):
        raise TypeError(f"{name} has a mask, which would be ignored: fill it with {name}.filled(float('nan'))")
    if x.dtype.type not in (np.float32, np.float64):
        raise TypeError(f"{name} is of dtype {x.dtype}, expected float32 or float64: convert it with {name}.astype(float)")
    reasons = []
    if not x.flags.c_contiguous:
        reasons.append("is not contiguous")
    if not x.flags.aligned:
        reasons.append("is not aligned")
    if not x.dtype.isnative:
        reasons.append("has the other byte order")
    wanted = np.dtype(np.float64 if double else x.dtype.type)
    if x.dtype.type is not wanted.type:
        reasons.append("is float32 where float64 is computed")
    if not reasons:
        return x
    warnings.warn(f"{name} {' and '.join(reasons)}: it was copied", CopyWarning, stacklevel=level)
    return np.array(x, dtype=wanted, order="C")


def series(x: npt.ArrayLike, name: str) -> Doubles:
    """`x` as a series of float64 with one axis. Raises TypeError and ValueError."""
    array = floats(x, name, double=True, level=4)
    if array.ndim != 1:
        raise ValueError(f"{name} has the shape {array.shape}, expected one axis: take a row, or {name}.ravel()")
    return array


def result(out: npt.NDArray[Any] | None, like: Floats) -> Floats:
    """`out`, if it can take a result in the place of `like`; a new array without one. Raises TypeError and ValueError."""
    if out is None:
        return np.empty_like(like, order="C", subok=False)
    if not isinstance(out, np.ndarray) or out.dtype != like.dtype:
        raise TypeError(f"out is of {getattr(out, 'dtype', type(out).__name__)}, expected an array of {like.dtype}")
    if out.shape != like.shape:
        raise ValueError(f"out has the shape {out.shape}, expected {like.shape}")
    if not (out.flags.c_contiguous and out.flags.aligned and out.flags.writeable):
        raise ValueError("out must be contiguous, aligned and writeable")
    if out.ctypes.data != like.ctypes.data and np.may_share_memory(out, like):
        raise ValueError("out overlaps the input, expected the same array or another one")
    return out
