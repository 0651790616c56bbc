"""Gives an arena's free memory back while the machine is idle, as Lattice's daemon says.

    python3 give_back_when_idle.py [--socket /run/lattice/read.sock] [--below 0.1] [--every 60] [--looks N]

A thread asks `status` on the control socket (docs/control.md) once in `every` seconds. Twice in a row below a share of `below` on every CPU, and
`Arena.idle()` is called. Without a daemon nothing is given back. In a program of your own use `IdleWatch(arena).start()`.
"""

from __future__ import annotations

import argparse
import json
import socket
import threading

import lattice


def busiest(path: str) -> float | None:
    """The share of time in which the machine's busiest CPU works, 0 to 1; None where no daemon says it."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(path)
            connection.sendall(b'{"v":1,"id":1,"op":"status"}\n')
            with connection.makefile() as lines:
                policies = json.loads(lines.readline())["status"]["policies"]
    except (OSError, ValueError, KeyError):
        return None
    shares = [policy["busy"] for policy in policies]
    return None if not shares or None in shares else max(shares)


class IdleWatch(threading.Thread):
    """Calls `arena.idle()` when two looks in a row found the machine idle, and again only after it was busy."""

    def __init__(self, arena: lattice.Arena, path: str = "/run/lattice/read.sock", below: float = 0.1, every: float = 60) -> None:
        super().__init__(daemon=True)
        self._arena, self._path, self._below, self._every = arena, path, below, every
        self._idle_looks = 0
        self._stopped = threading.Event()

    def look(self) -> int:
        """One look: bytes that were given back."""
        busy = busiest(self._path)
        self._idle_looks = self._idle_looks + 1 if busy is not None and busy < self._below else 0
        return self._arena.idle() if self._idle_looks == 2 else 0

    def run(self) -> None:
        while not self._stopped.wait(self._every):
            self.look()

    def stop(self) -> None:
        """Ends the thread; before the arena is closed."""
        self._stopped.set()
        self.join()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--socket", default="/run/lattice/read.sock")
    options.add_argument("--below", type=float, default=0.1)
    options.add_argument("--every", type=float, default=60)
    options.add_argument("--looks", type=int, default=3)
    chosen = options.parse_args()
    with lattice.arena() as arena:
        work = arena.zeros(12 << 20, "u1")
        work += 1
        del work
        watch = IdleWatch(arena, chosen.socket, chosen.below, chosen.every)
        pause = threading.Event()
        for look in range(chosen.looks):
            if look > 0:
                pause.wait(chosen.every)
            print(f"busiest CPU {busiest(chosen.socket)}: {watch.look() >> 20} MiB given back")


if __name__ == "__main__":
    main()
