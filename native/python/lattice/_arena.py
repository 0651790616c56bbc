"""Arrays in huge pages: liblattice's page arena for NumPy (docs/lattice.md, The page arena)."""

from __future__ import annotations

import math
import weakref
from collections.abc import Sequence
from ctypes import byref, c_size_t, c_void_p, sizeof
from operator import index
from types import TracebackType
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _library
from ._handles import freed_when_unused
from ._library import EXHAUSTED, MEMORY, OK, TOO_LARGE, check, library

Division = Literal["adaptive", "fibonacci", "classes"]
#: In the order of the header.
_DIVISIONS: tuple[Division, ...] = ("adaptive", "fibonacci", "classes")
_MIB = 1 << 20
#: What vectors of any width want, and a cache line.
_ALIGNMENT = 64


class ArenaUsage(NamedTuple):
    """What an arena has, and what became of what was asked of it; bytes where nothing else is said."""

    #: Blocks so far (a number), bytes asked for and bytes that they had: the difference is what rounding wasted.
    blocks: int
    asked: int
    given: int
    #: Blocks that are out now (a number), and their bytes.
    live_blocks: int
    live: int
    #: In regions and own mappings now, the most that it ever was, and address space of tables beside them.
    mapped: int
    most_mapped: int
    tables: int
    #: Numbers: regions by how they are divided, own mappings, and huge pages that the kernel was asked for.
    fibonacci_regions: int
    class_regions: int
    alone: int
    huge_pages: int
    #: Of what was asked for lately, and how many more bytes each division gives.
    seen: int
    fibonacci_waste: int
    class_waste: int
    #: What `idle` gave back so far; numbers: calls that were refused, blocks that were written to after their return.
    returned: int
    refused: int
    damaged: int
    #: How a new region would be divided now: "fibonacci" or "classes".
    division: str


class _Block:
    """Memory of an arena that NumPy sees as an array's; given back with the last array that shows it."""

    __slots__ = ("__array_interface__", "__weakref__")

    def __init__(self, address: int, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        # Bytes: the array is made a view of the dtype after, so that structured ones work too.
        self.__array_interface__ = {"version": 3, "data": (address, False), "typestr": "|u1", "shape": (math.prod(shape) * dtype.itemsize,)}


class Arena:
    """Memory for arrays in huge pages. Use `with lattice.arena() as arena:` and `arena.empty(shape, dtype)`.

    An array's memory goes back with the last array that shows it, views too, also after `close()`: the arena's memory is unmapped with its last
    array. All threads may use an arena, and a child after a fork has it and its arrays as its own copy.

    `region_mib`: MiB of a region, even, 2 to 256. `limit_mib`: MiB that may be mapped, at least 2; None: no limit. `division`: "fibonacci" or
    "classes", or "adaptive" for whichever wastes less on the sizes asked for. `checked`: for debugging, memory that was given back is kept for a while to find who writes
    to it (`usage().damaged`). Raises ValueError for what cannot be, and MemoryError.
    """

    def __init__(self, *, region_mib: int = 64, limit_mib: float | None = None, division: Division = "adaptive", checked: bool = False) -> None:
        if division not in _DIVISIONS:
            raise ValueError(f"division is {division!r}, expected one of {', '.join(map(repr, _DIVISIONS))}")
        if region_mib != int(region_mib) or not 2 <= region_mib <= 256 or region_mib % 2 != 0:
            raise ValueError(f"region_mib is {region_mib}, expected an even number from 2 to 256")
        if limit_mib is not None and not 2 <= limit_mib < 2**40:
            raise ValueError(f"limit_mib is {limit_mib}, expected at least 2")
        limit = 0 if limit_mib is None else int(limit_mib * _MIB)
        options = _library.ArenaOptions(int(region_mib) * _MIB, limit, _DIVISIONS.index(division), bool(checked))
        handle = c_void_p()
        check(library().arena_new(byref(handle), byref(options), sizeof(options)), "arena")
        self._handle: c_void_p | None = freed_when_unused(handle, library().arena_free)

    def empty(self, shape: int | Sequence[int], dtype: npt.DTypeLike = np.float64) -> npt.NDArray[Any]:
        """A C-contiguous array at a multiple of 64 bytes; what is in it is not known. Without an element it is an ordinary array.

        Raises MemoryError where the limit or the kernel leave no room, ValueError for a shape that cannot be and for a closed arena, and TypeError
        for Python objects as elements.
        """
        return self._array(shape, dtype, zero=False)

    def zeros(self, shape: int | Sequence[int], dtype: npt.DTypeLike = np.float64) -> npt.NDArray[Any]:
        """The same with all bytes 0. Huge pages that nobody had yet are not touched."""
        return self._array(shape, dtype, zero=True)

    def idle(self, *, pageout: bool = False) -> int:
        """Gives free huge pages back to the kernel and tells how many bytes; call it when there is nothing to do for a while.

        What arrays hold stays, marked so that the kernel takes it first when it needs memory; with `pageout` it is written to swap now, where
        there is swap. Raises ValueError for a closed arena.
        """
        returned = c_size_t()
        check(library().arena_idle(self._open(), int(pageout), byref(returned)), "idle")
        return returned.value

    def usage(self) -> ArenaUsage:
        """What the arena has now. Raises ValueError for a closed arena."""
        usage = _library.ArenaUsage()
        check(library().arena_info(self._open(), byref(usage), sizeof(usage)), "usage")
        fields = {name: getattr(usage, name) for name in ArenaUsage._fields}
        return ArenaUsage(**{**fields, "division": _DIVISIONS[usage.division]})

    def close(self) -> None:
        """Ends the arena: it gives no more arrays. Those that are there stay as they are, and the last one takes the memory with it."""
        self._handle = None

    def __enter__(self) -> Arena:
        self._open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._handle is None:
            return "<lattice.Arena: closed>"
        usage = self.usage()
        return f"<lattice.Arena: {usage.live_blocks} blocks, {usage.live} of {usage.mapped} bytes mapped>"

    def _open(self) -> c_void_p:
        handle = self._handle
        if handle is None:
            raise ValueError("the arena is closed")
        return handle

    def _array(self, shape: int | Sequence[int], dtype: npt.DTypeLike, zero: bool) -> npt.NDArray[Any]:
        handle, kind = self._open(), np.dtype(dtype)
        lengths = _lengths(shape)
        if kind.hasobject:
            raise TypeError(f"dtype is {kind}, expected one without Python objects")
        size = math.prod(lengths) * kind.itemsize
        if size == 0:
            return np.zeros(lengths, kind)
        address = c_void_p()
        if size >= 2**64:
            raise MemoryError(f"shape {lengths} of {kind}: {library().strerror(TOO_LARGE).decode()}")
        if zero:
            code = library().arena_calloc(handle, byref(address), size, 1, _ALIGNMENT)
        else:
            code = library().arena_alloc(handle, byref(address), size, _ALIGNMENT)
        if code in (EXHAUSTED, MEMORY, TOO_LARGE):
            raise MemoryError(f"shape {lengths} of {kind}: {library().strerror(code).decode()}")
        check(code, f"shape {lengths} of {kind}")
        block = _Block(address.value or 0, lengths, kind)
        # The handle is kept with it, so that the arena outlives its arrays.
        weakref.finalize(block, _give_back, handle, address).atexit = False
        return np.asarray(block).view(kind).reshape(lengths)


def _lengths(shape: Any) -> tuple[int, ...]:
    try:
        lengths = (index(shape),) if not isinstance(shape, (tuple, list)) else tuple(map(index, shape))
    except TypeError:
        raise TypeError(f"shape is {shape!r}, expected a whole number or a tuple of them") from None
    if any(length < 0 for length in lengths):
        raise ValueError(f"shape is {shape}, expected lengths ≥ 0")
    return lengths


def _give_back(handle: c_void_p, address: c_void_p) -> None:
    library().arena_dealloc(handle, address)


def arena(*, region_mib: int = 64, limit_mib: float | None = None, division: Division = "adaptive", checked: bool = False) -> Arena:
    """Begins an `Arena`: `with lattice.arena() as arena:`, then `arena.empty(shape, dtype)` for arrays in huge pages."""
    return Arena(region_mib=region_mib, limit_mib=limit_mib, division=division, checked=checked)
