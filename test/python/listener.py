"""The daemon's end of the heartbeat socket, and how tests wait."""

import json
import socket
import threading
import time


def until(condition, what):
    """Waits for a condition; a busy machine must not fail a test."""
    give_up = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < give_up, f"{what} did not happen in 100 s"
        time.sleep(0.02)


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
