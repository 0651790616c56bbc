"""Heartbeats: an application tells the daemon how much of its work is done (docs/control.md, the heartbeat socket)."""

from __future__ import annotations

import ctypes
import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref, c_void_p, sizeof
from types import TracebackType
from typing import NamedTuple

from . import _library
from ._handles import freed_when_unused
from ._library import OK, check, library

_MOST = 2**64
#: Of hints and answers, ms.
_LONGEST_MS = 3_600_000
#: The step in which answers are told.
_SHORTEST_MS = 1e-3


class RegionInfo(NamedTuple):
    """What became of a region's beats so far."""

    #: Units done.
    done: int
    #: Lines that were sent to a daemon.
    sent: int
    #: Lines that the socket did not take.
    lost: int
    #: Times that a daemon was reached.
    connects: int
    #: Answers that said that a line is bad.
    refused: int
    #: Whether a daemon is connected.
    connected: bool


class Region:
    """Work whose progress the daemon is told of. Use `with lattice.region("decode", unit="tokens") as r:` and `r.beat(n)`.

    A beat costs less than a microsecond, sends at most one line each half second, never waits and never fails: whether a daemon runs, dies or
    comes back makes no difference to the work. All threads may beat one region. After a fork the child's beats are told under its own pid.

    `name`: 1 to 64 ASCII letters, digits, spaces or `._+:@/-`, a letter or digit first. `unit` says what is counted (tokens, frames, requests),
    1 to 24 ASCII letters, digits, `_` or `-`, a letter first: reports tell the energy of each by this name. `deadline_ms`, `latency_ms`, `batch`: as for `hint`. `gpu`: as for `set_gpu`. `socket`: path of the
    daemon's heartbeat socket; without it $LATTICE_HEARTBEAT_SOCKET, else the user's own daemon, the user's simulation, the system's daemon,
    whichever answers first; for root the system's daemon before root's simulation, and no other.

    Raises ValueError for a name, unit, hint or GPU that cannot be, MemoryError, and TypeError for one of the wrong type.
    """

    def __init__(
        self,
        name: str,
        unit: str = "units",
        *,
        deadline_ms: float | None = None,
        latency_ms: float | None = None,
        batch: bool = False,
        gpu: int | str | None = None,
        socket: str | os.PathLike[str] | None = None,
    ) -> None:
        self.name, self.unit = name, unit
        handle = c_void_p()
        path = None if socket is None else _text("socket", os.fspath(socket))
        check(library().open(byref(handle), _text("name", name), path), f"region {name!r}")
        self._handle: c_void_p | None = freed_when_unused(handle, library().close)
        self._beat = library().beat
        try:
            if library().unit(handle, _text("unit", unit)) != OK:
                raise ValueError(f"unit is {unit!r}, expected a word of 1 to 24 ASCII letters, digits, _ or -, a letter first, such as 'tokens'")
            if gpu is not None:
                self.set_gpu(gpu)
            if deadline_ms is not None or latency_ms is not None or batch:
                self.hint(deadline_ms, latency_ms, batch)
        except BaseException:
            self.close()
            raise

    def beat(self, units: int = 1) -> None:
        """`units` more are done: a whole number ≥ 0. Raises ValueError for a negative one and for a region that is closed, TypeError for a float."""
        # Another thread may close the region at any moment: one look.
        handle = self._handle
        if handle is None or not 0 <= units < _MOST:
            raise ValueError(self._why_not(handle, units))
        try:
            self._beat(handle, units)
        except ctypes.ArgumentError as error:
            raise TypeError(f"units is {units}, expected a whole number") from error

    def answer(self, ms: float) -> None:
        """An answer to somebody took `ms` milliseconds: more than 0 and at most 3,600,000, told in steps of 0.001.

        The next line tells the longest since the line before, and the daemon judges by it how much later answers come under a cap. It costs as
        little as a beat, and all threads may answer. In a child after a fork it is the child's own. Raises ValueError for a time that cannot be
        and for a region that is closed, TypeError for what is no number.
        """
        handle = self._open()
        try:
            if not 0 < ms <= _LONGEST_MS:
                raise ValueError(f"ms is {ms}, expected more than 0 and at most {_LONGEST_MS}")
            library().answer(handle, ms)
        except (TypeError, ctypes.ArgumentError) as error:
            raise TypeError(f"ms is {ms!r}, expected a number") from error

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Tells how long the block took, as an answer: `with r.answering(): reply(request)`, or `@r.answering()` above a function.

        Several may be open at once, in one thread or many. A block that an exception leaves was no answer, and nothing is told; nor if the region
        was closed meanwhile. One that took more than an hour counts as an hour. Raises ValueError for a region that is closed at the beginning.
        """
        self._open()
        began = time.perf_counter()
        yield
        ms = 1000 * (time.perf_counter() - began)
        handle = self._handle
        if handle is not None:
            library().answer(handle, min(max(ms, _SHORTEST_MS), _LONGEST_MS))

    def hint(self, deadline_ms: float | None = None, latency_ms: float | None = None, batch: bool = False) -> None:
        """What the work needs: each unit done within `deadline_ms`, an answer begun within `latency_ms`, or `batch`: nobody waits for single units.

        In ms, above 0 and at most 3,600,000. The daemon forgets a hint 60 s after it last heard it, and when the region is closed; beats repeat
        it. It tightens what the daemon promises, and loosens something only for a process that has most of the machine's CPU time. Without
        arguments it is taken back. Raises ValueError for times that cannot be.
        """
        times = [math.nan if time is None else float(time) for time in (deadline_ms, latency_ms)]
        for name, time in zip(("deadline_ms", "latency_ms"), (deadline_ms, latency_ms)):
            if time is not None and not 0 < time <= _LONGEST_MS:
                raise ValueError(f"{name} is {time}, expected more than 0 and at most 3600000 ms")
        check(library().hint(self._open(), *times, bool(batch)), "hint")

    def set_gpu(self, gpu: int | str | None) -> None:
        """The GPU that the work runs on: the N of the daemon's gpuN, or the uuid that `nvidia-smi -L` shows. None: no GPU. Raises ValueError."""
        check(library().set_gpu(self._open(), None if gpu is None else _text("gpu", str(gpu))), f"gpu {gpu!r}")

    @property
    def done(self) -> int:
        """Units done so far."""
        return self.info().done

    def info(self) -> RegionInfo:
        """What became of the beats so far. Raises ValueError for a region that is closed."""
        info = _library.ClientInfo()
        check(library().info(self._open(), byref(info), sizeof(info)), "info")
        return RegionInfo(info.done, info.sent, info.lost, info.connects, info.refused, bool(info.connected))

    def close(self) -> None:
        """Ends the region once no thread is in the middle of a call; the daemon forgets its hint. It may be called more than once, by any thread."""
        self._handle = None

    def __enter__(self) -> Region:
        self._open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        try:
            state = f"{self.done} {self.unit}"
        except ValueError:
            state = "closed"
        return f"<lattice.Region {self.name!r}: {state}>"

    def _open(self) -> c_void_p:
        handle = self._handle
        if handle is None:
            raise ValueError(f"the region {self.name!r} is closed")
        return handle

    def _why_not(self, handle: c_void_p | None, units: int) -> str:
        return f"the region {self.name!r} is closed" if handle is None else f"units is {units}, expected a whole number ≥ 0"


def region(
    name: str,
    unit: str = "units",
    *,
    deadline_ms: float | None = None,
    latency_ms: float | None = None,
    batch: bool = False,
    gpu: int | str | None = None,
    socket: str | os.PathLike[str] | None = None,
) -> Region:
    """Begins a `Region`: `with lattice.region("decode", unit="tokens") as r:`, then `r.beat(n)` after each n tokens and `r.answer(ms)` after each answer."""
    return Region(name, unit, deadline_ms=deadline_ms, latency_ms=latency_ms, batch=batch, gpu=gpu, socket=socket)


def _text(name: str, value: str) -> bytes:
    if not isinstance(value, str):
        raise TypeError(f"{name} is of type {type(value).__name__}, expected text")
    if "\0" in value:
        raise ValueError(f"{name} holds a NUL character")
    return os.fsencode(value) if name == "socket" else value.encode()
