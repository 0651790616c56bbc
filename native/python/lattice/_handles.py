"""When what liblattice made is freed."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from ctypes import c_void_p


def freed_when_unused(handle: c_void_p, free: Callable[[int | None], None]) -> c_void_p:
    """`handle`, freed with the last reference to it: a call holds one, so no thread loses it in the middle of a call.

    Not at the program's end: daemon threads still run then, and the kernel takes memory and sockets back anyway.
    """
    weakref.finalize(handle, free, handle.value).atexit = False
    return handle
