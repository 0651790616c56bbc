"""Heartbeats, against the real daemon on a simulated machine where it matters, else against a socket that listens."""

import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from listener import Listener, closed_under, until
from real_daemon import daemon

import lattice


@pytest.fixture
def listener(tmp_path):
    return Listener(tmp_path / "h.sock")


@pytest.fixture
def path(listener, tmp_path):
    return tmp_path / "h.sock"


def test_tells_how_much_is_done(listener, path):
    with lattice.region("decode", unit="tokens", socket=path) as region:
        for _ in range(100):
            region.beat(7)
        until(lambda: region.beat(0) or any(line["done"] == 700 for line in listener.lines), "a line with all units")
        assert region.done == 700
        assert repr(region) == "<lattice.Region 'decode': 700 tokens>"
        info = region.info()
        assert info.connected and info.connects == 1 and info.refused == 0
        until(lambda: info.sent == len(listener.lines), "every line that was sent")
    assert all((line["name"], line["pid"], line["unit"]) == ("decode", os.getpid(), "tokens") for line in listener.lines)
    assert repr(region) == "<lattice.Region 'decode': closed>"


def test_a_flood_of_beats_is_few_lines(listener, path):
    """The daemon looks at two lines a second; ten thousand beats must not be ten thousand lines."""
    with lattice.region("flood", socket=path) as region:
        began = time.monotonic()
        for _ in range(10_000):
            region.beat()
        seconds = time.monotonic() - began
        assert region.done == 10_000
        assert region.info().sent <= 2 + 2 * seconds


def test_hints_are_told_and_taken_back(listener, path):
    def told(hint):
        return any("hint" in line and line["hint"] == hint for line in listener.lines)

    with lattice.region("frames", socket=path, deadline_ms=16.5, latency_ms=4, gpu=0) as region:
        first = {"deadline": 16.5, "latency": 4}
        until(lambda: region.beat() or any(line.get("hint", {}).items() >= first.items() for line in listener.lines), "the hint")
        assert listener.lines[-1]["gpu"] in (0, "0")
        region.hint(batch=True)
        until(lambda: region.beat() or any((line.get("hint") or {}).get("batch") for line in listener.lines), "the new hint")
        region.hint()
        until(lambda: region.beat() or told(None), "the end of the hint")


@pytest.mark.parametrize(
    "arguments, error, why",
    [
        ({"name": ""}, ValueError, "region ''"),
        ({"name": "a" * 65}, ValueError, "region"),
        ({"name": "-a"}, ValueError, "region '-a'"),
        ({"name": 'a"b'}, ValueError, "region"),
        ({"name": "a\nb"}, ValueError, "region"),
        ({"name": "a\0b"}, ValueError, "NUL"),
        ({"name": "é"}, ValueError, "region"),
        ({"name": 3}, TypeError, "name is of type int"),
        ({"name": "a", "unit": ""}, ValueError, "unit is '', expected a word of 1 to 24 ASCII letters"),
        ({"name": "a", "unit": 3}, TypeError, "unit is of type int"),
        ({"name": "a", "unit": "tokens per s"}, ValueError, "unit is 'tokens per s'"),
        ({"name": "a", "unit": "to\nkens"}, ValueError, "unit is"),
        ({"name": "a", "unit": "to\0kens"}, ValueError, "unit holds a NUL"),
        ({"name": "a", "unit": "4k"}, ValueError, "unit is '4k'"),
        ({"name": "a", "unit": "é"}, ValueError, "unit is"),
        ({"name": "a", "unit": "a" * 25}, ValueError, "unit is"),
        ({"name": "a", "unit": "a" * 65}, ValueError, "unit is"),
        ({"name": "a", "deadline_ms": 0}, ValueError, "deadline_ms is 0"),
        ({"name": "a", "latency_ms": float("nan")}, ValueError, "latency_ms is nan"),
        ({"name": "a", "deadline_ms": 3_600_001}, ValueError, "deadline_ms is 3600001"),
        ({"name": "a", "gpu": 'x"y'}, ValueError, "gpu"),
        ({"name": "a", "socket": "/" + "x" * 200}, ValueError, "region"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(arguments, error, why):
    with pytest.raises(error, match=why):
        lattice.region(**arguments)


@pytest.mark.parametrize("units", [-1, 2**64])
def test_units_are_whole_and_not_negative(units, path):
    with lattice.region("a", socket=path) as region:
        with pytest.raises(ValueError, match=f"units is {units}"):
            region.beat(units)
        with pytest.raises(TypeError, match="units is 1.5, expected a whole number"):
            region.beat(1.5)
        assert region.done == 0


def test_a_closed_region_says_so(path):
    region = lattice.region("a", socket=path)
    region.close()
    region.close()
    for use in (region.beat, region.info, region.hint, lambda: region.set_gpu(1), lambda: region.answer(1), region.answering().__enter__, region.__enter__):
        with pytest.raises(ValueError, match="the region 'a' is closed"):
            use()


def run_python(code, path):
    """Runs a program of its own, which finds the listener's path in `path`; it may say nothing."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", f"path = {str(path)!r}\n{code}"], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_region_that_is_closed_in_the_middle_of_a_beat_is_there_until_its_end(listener, path):
    """The client was freed under the beat, which then told what had come to lie in its memory."""
    code = """
import lattice
class Closing:
    __ge__ = __lt__ = __le__ = __gt__ = lambda self, other: True
    @property
    def _as_parameter_(self):
        region.close()
        return 5
region = lattice.region('a', socket=path)
region.beat(Closing())
"""
    run_python(code, path)
    until(lambda: listener.lines, "the line of the beat")
    assert [(line["done"], "hint" in line) for line in listener.lines] == [(5, False)]


def test_a_beat_at_the_program_s_end_is_told(listener, path):
    """Daemon threads still run then. The region was freed before."""
    code = """
import atexit
# What was registered first comes last.
atexit.register(lambda: region.beat(7))
import lattice
region = lattice.region('a', socket=path)
"""
    run_python(code, path)
    until(lambda: listener.lines, "the line of the beat")
    assert [(line["done"], "hint" in line) for line in listener.lines] == [(7, False)]


def test_threads_may_beat_while_another_closes(path):
    assert closed_under(lambda region: region.beat(), path) == {"the region 'many' is closed": 200}


def test_an_error_in_the_block_closes_the_region_and_comes_through(path):
    with pytest.raises(ZeroDivisionError):
        with lattice.region("a", socket=path) as region:
            1 / 0
    with pytest.raises(ValueError, match="closed"):
        region.beat()


def test_works_without_a_daemon(tmp_path):
    with lattice.region("alone", socket=tmp_path / "nobody") as region:
        for _ in range(1000):
            region.beat(3)
        assert region.done == 3000
        assert not region.info().connected


def test_threads_lose_no_beat(path):
    with lattice.region("many", socket=path) as region:
        threads = [threading.Thread(target=lambda: [region.beat() for _ in range(20_000)]) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert region.done == 160_000


def test_a_signal_handler_may_beat(path):
    with lattice.region("signals", socket=path) as region:
        before = signal.signal(signal.SIGALRM, lambda *_: region.beat(1_000_000))
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
            for _ in range(200_000):
                region.beat()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        assert region.done % 1_000_000 == 200_000
        assert region.done > 1_000_000


# Python 3.12 warns of a fork beside threads, here the listener's: the child takes no lock and ends by itself.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_fork_s_beats_are_its_own(listener, path):
    with lattice.region("parent", socket=path) as region:
        region.beat(5)
        until(lambda: region.beat(0) or len(listener.lines) > 0, "the parent's line")
        child = os.fork()
        if child == 0:
            # Only this copy may end here: no test of the parent goes on in the child.
            try:
                sent = region.info().sent
                until(lambda: region.beat(1) or region.info().sent > sent, "a line of the child's")
                region.close()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        until(lambda: region.beat(0) or any(line["pid"] == child for line in listener.lines), "the child's line")
        seen = len(listener.lines)
        until(lambda: region.beat(1) or any(line["pid"] == os.getpid() for line in listener.lines[seen:]), "a line of the parent's after")
        assert region.done < 1000
        assert region.info().connects == 1


def status(folder):
    command = ["node", os.path.join(os.path.dirname(__file__), "../../dist/latticectl.js"), "--runtime-dir", f"{folder}/run", "status", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_a_daemon_that_is_killed_and_started_again_is_found_again(tmp_path):
    """The real one: it must take every line as good, and its death must cost no beat."""
    first = daemon(tmp_path)
    try:
        with lattice.region("decode", unit="tokens", socket=tmp_path / "run/heartbeat.sock", latency_ms=50) as region:
            until(lambda: region.beat() or region.info().sent >= 2, "two lines")
            first.send_signal(signal.SIGKILL)
            first.wait()
            until(lambda: region.beat() or not region.info().connected, "the end to be noticed")
            before = region.done
            region.beat(100)
            assert region.done == before + 100
            os.remove(tmp_path / "run/heartbeat.sock")
            second = daemon(tmp_path)
            try:
                until(lambda: region.beat() or region.info().connects == 2, "the second daemon")
                sent = region.info().sent
                until(lambda: region.beat() or region.info().sent >= sent + 2, "two more lines")
                assert region.info().refused == 0
                # Its hint came along to the new one.
                (hint,) = status(tmp_path)["hints"]
                assert (hint["name"], hint["pid"], hint["latency"]) == ("decode", os.getpid(), 50)
            finally:
                second.terminate()
                second.wait()
    finally:
        first.kill()


def test_a_region_that_is_dropped_is_freed_and_one_that_is_left_open_ends_with_the_program(path):
    code = "import lattice; r = lattice.region('a', socket=path); r.beat(); del r; keep = lattice.region('b', socket=path); keep.beat()"
    run_python(code, path)
