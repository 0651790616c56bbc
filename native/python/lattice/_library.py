"""Finds and loads liblattice, and gives each of its functions the types of its header."""

from __future__ import annotations

import ctypes
import math
import os
from ctypes import POINTER, Structure, c_char_p, c_double, c_float, c_int, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from functools import lru_cache
from pathlib import Path
from typing import Any

SONAME = "liblattice.so.1"
MAJOR = 1

OK, MEMORY, UNKNOWN, TOO_LARGE, EXHAUSTED = 0, -2, -3, -5, -6


class Stillness(Structure):
    """`lattice_stillness` of the header."""

    _fields_ = [("floor", c_double), ("edge", c_double)]


class Task(Structure):
    """`lattice_task` of the header."""

    _fields_ = [("coherence", c_double), ("share", c_double)]


class ClientInfo(Structure):
    """`lattice_client_info` of the header."""

    _fields_ = [
        ("done", c_uint64),
        ("sent", c_uint64),
        ("lost", c_uint64),
        ("connects", c_uint64),
        ("refused", c_uint64),
        ("connected", c_int),
    ]


class ArenaOptions(Structure):
    """`lattice_arena_options` of the header."""

    _fields_ = [("region", c_size_t), ("limit", c_size_t), ("division", c_int), ("checked", c_int)]


class ArenaUsage(Structure):
    """`lattice_arena_usage` of the header."""

    _fields_ = [
        ("blocks", c_uint64),
        ("asked", c_uint64),
        ("given", c_uint64),
        ("live_blocks", c_uint64),
        ("live", c_uint64),
        ("mapped", c_uint64),
        ("most_mapped", c_uint64),
        ("tables", c_uint64),
        ("fibonacci_regions", c_uint64),
        ("class_regions", c_uint64),
        ("alone", c_uint64),
        ("huge_pages", c_uint64),
        ("seen", c_uint64),
        ("fibonacci_waste", c_uint64),
        ("class_waste", c_uint64),
        ("returned", c_uint64),
        ("refused", c_uint64),
        ("damaged", c_uint64),
        ("division", c_int),
    ]


class Address(c_void_p):
    """Of an array's first element: what NumPy gives, without a copy."""


_array = Address
_handle = c_void_p
_new = POINTER(c_void_p)
_number = POINTER(c_double)
_operator = (c_int, c_double)

#: Name → result and arguments, in the order of the header.
SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "strerror": (c_char_p, (c_int,)),
    "version": (c_char_p, ()),
    "wavenumber": (c_double, (c_int, c_double)),
    "resolvent": (c_double, (c_double, c_double)),
    "gain": (c_double, (c_int, c_double, c_double)),
    "lambda_at": (c_double, (c_double, c_double)),
    "white_share": (c_double, _operator),
    "white_gain": (c_double, _operator),
    "pole": (c_double, (c_double,)),
    "newest_weight": (c_double, (c_double,)),
    "time_constant": (c_double, (c_double,)),
    "fft_frequency": (c_double, (c_size_t, c_size_t)),
    "smooth": (c_int, (_array, _array, c_size_t, c_double)),
    "causal": (c_int, (_array, _array, c_size_t, c_double, _number)),
    "fixed_weight": (c_uint32, (c_double,)),
    "fixed": (c_int, (_array, _array, c_size_t, c_uint32, POINTER(c_int64))),
    "regularize": (c_int, (_array, _array, POINTER(c_size_t), c_size_t, *_operator)),
    "regularize_f32": (c_int, (_array, _array, POINTER(c_size_t), c_size_t, *_operator)),
    "regularizer_new": (c_int, (_new, c_size_t, *_operator)),
    "regularizer_apply": (c_int, (_handle, _array, _array, c_size_t)),
    "regularizer_apply_f32": (c_int, (_handle, _array, _array, c_size_t)),
    "regularizer_free": (None, (_handle,)),
    "coherence": (c_int, (_number, _array, c_size_t, c_double, c_double, c_double)),
    "bunching": (c_int, (_number, _array, c_size_t, POINTER(Stillness), c_double)),
    "compression": (c_int, (_number, _array, c_size_t, c_double, c_double)),
    "horizon": (c_int, (_number, _array, c_size_t, c_double, c_size_t)),
    "field": (c_int, (_number, _array, c_size_t)),
    "task_coherence": (c_int, (POINTER(Task), _array, c_size_t, _array, c_size_t)),
    "rice_bits": (c_int, (_number, _array, c_size_t)),
    "stream_coherence": (c_int, (_new, c_double, c_double, c_double, c_size_t)),
    "stream_bunching": (c_int, (_new, POINTER(Stillness), c_double, c_size_t)),
    "stream_compression": (c_int, (_new, c_double, c_double, c_size_t)),
    "stream_horizon": (c_int, (_new, c_double, c_size_t, c_size_t)),
    "stream_field": (c_int, (_new, c_size_t)),
    "stream_push": (c_int, (_handle, _array, c_size_t)),
    "stream_value": (c_int, (_handle, _number)),
    "stream_skill": (c_int, (_handle, c_size_t, _number)),
    "stream_free": (None, (_handle,)),
    "spectrum_new": (c_int, (_new, c_double, c_size_t, c_size_t)),
    "spectrum_push": (c_int, (_handle, _array, c_size_t)),
    "spectrum_bins": (c_size_t, (_handle,)),
    "spectrum_read": (c_int, (_handle, _array, _array)),
    "spectrum_free": (None, (_handle,)),
    "welch": (c_int, (_array, _array, _array, c_size_t, c_double, c_size_t)),
    "filtered": (c_int, (_array, _array, _array, c_size_t, c_double, *_operator)),
    "passed_share": (c_int, (_number, _array, _array, c_size_t, c_double, *_operator)),
    "arena_new": (c_int, (_new, POINTER(ArenaOptions), c_size_t)),
    "arena_free": (None, (_handle,)),
    "arena_alloc": (c_int, (_handle, _new, c_size_t, c_size_t)),
    "arena_calloc": (c_int, (_handle, _new, c_size_t, c_size_t, c_size_t)),
    "arena_realloc": (c_int, (_handle, _new, c_size_t)),
    "arena_dealloc": (c_int, (_handle, _handle)),
    "arena_usable": (c_int, (_handle, _handle, POINTER(c_size_t))),
    "arena_idle": (c_int, (_handle, c_int, POINTER(c_size_t))),
    "arena_info": (c_int, (_handle, POINTER(ArenaUsage), c_size_t)),
    "open": (c_int, (_new, c_char_p, c_char_p)),
    "beat": (None, (_handle, c_uint64)),
    "answer": (c_int, (_handle, c_double)),
    "unit": (c_int, (_handle, c_char_p)),
    "hint": (c_int, (_handle, c_double, c_double, c_int)),
    "set_gpu": (c_int, (_handle, c_char_p)),
    "info": (c_int, (_handle, POINTER(ClientInfo), c_size_t)),
    "close": (None, (_handle,)),
}

#: Functions that take arrays, whose time grows with them: other threads of Python go on meanwhile. The others are shorter than giving way.
_LONG = {name for name, (_, arguments) in SIGNATURES.items() if _array in arguments and c_size_t in arguments}


class Library:
    """The functions of liblattice by their names without `lattice_`."""

    def __init__(self, path: str) -> None:
        giving_way, holding = ctypes.CDLL(path), ctypes.PyDLL(path)
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(giving_way if name in _LONG else holding, f"lattice_{name}")
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"liblattice has no lattice_{name}")


def _candidates() -> list[str]:
    chosen = os.environ.get("LATTICE_LIBRARY")
    if chosen:
        return [chosen]
    bundled = Path(__file__).with_name(SONAME)
    return [str(bundled)] if bundled.exists() else [SONAME]


@lru_cache(maxsize=None)
def library() -> Library:
    """The library, loaded once: $LATTICE_LIBRARY, else the copy in the wheel, else the system's. Raises ImportError where there is none."""
    (path,) = _candidates()
    try:
        loaded = Library(path)
    except (OSError, AttributeError) as error:
        raise ImportError(
            f"liblattice can't be loaded from {path} ({error}): install the wheel, or liblattice, or set LATTICE_LIBRARY to its path"
        ) from error
    version = loaded.version().decode()
    if int(version.split(".")[0]) != MAJOR:
        raise ImportError(f"{path} is liblattice {version}, expected {MAJOR}.x")
    return loaded


def check(code: int, what: str) -> None:
    """Raises what a code of liblattice means: MemoryError, else ValueError."""
    if code == OK:
        return
    text = f"{what}: {library().strerror(code).decode()}"
    if code in (MEMORY, TOO_LARGE):
        raise MemoryError(text)
    raise ValueError(text)


def number(code: int, value: c_double, what: str) -> float | None:
    """The number that a metric stored, None where it cannot be known."""
    if code == UNKNOWN:
        return None
    check(code, what)
    return value.value


def require_lambda(lam: float) -> float:
    if not 0 <= lam < math.inf:
        raise ValueError(f"lam is {lam}, expected a finite number ≥ 0")
    return lam


def require_positive(name: str, value: float) -> float:
    if not 0 < value < math.inf:
        raise ValueError(f"{name} is {value}, expected a finite number > 0")
    return value


def require_whole(name: str, value: int, least: int) -> int:
    if value != int(value) or value < least:
        raise ValueError(f"{name} is {value}, expected a whole number ≥ {least}")
    return int(value)


def require_floor(value: float) -> float:
    if not 0 <= value < math.inf:
        raise ValueError(f"floor is {value}, expected a finite number ≥ 0")
    return value


def require_octaves(octaves: int) -> int:
    if require_whole("octaves", octaves, 1) > 20:
        raise ValueError(f"octaves is {octaves}, expected 1 to 20")
    return int(octaves)
