"""The daemon's end of the heartbeat socket, and what tests of regions share."""

import json
import socket
import threading
import time
from collections import Counter

import lattice


def until(condition, what):
    """Waits for a condition; a busy machine must not fail a test."""
    give_up = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < give_up, f"{what} did not happen in 100 s"
        time.sleep(0.02)


def closed_under(use, path):
    """Why `use` of a region ended in four threads each time that another closed it, 50 times: how often each."""
    why = []

    def use_to_the_end(region):
        try:
            while True:
                use(region)
        except ValueError as error:
            why.append(str(error))

    for _ in range(50):
        region = lattice.region("many", socket=path)
        threads = [threading.Thread(target=use_to_the_end, args=[region]) for _ in range(4)]
        for thread in threads:
            thread.start()
        region.close()
        for thread in threads:
            thread.join()
    return Counter(why)


class Listener:
    """The daemon's end of the heartbeat socket: keeps the lines that come."""

    def __init__(self, path):
        self.lines = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._connections = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self._connections.append(connection)
            threading.Thread(target=self._read, args=[connection], daemon=True).start()

    def _read(self, connection):
        text = b""
        while part := connection.recv(4096):
            text += part
            *whole, text = text.split(b"\n")
            self.lines += [json.loads(line) for line in whole if line]
