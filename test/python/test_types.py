"""The package is typed: its own code, what a user writes against it, and what must be refused."""

import subprocess
import sys
from pathlib import Path

import pytest

import lattice

USE = """
import lattice
from lattice.scheduler import FairScheduler, LatticeCoherenceScheduler, simulate
import numpy as np

with lattice.region("decode", unit="tokens", latency_ms=50) as r:
    r.beat(3)
    r.answer(12.5)
    with r.answering():
        pass
    done: int = r.info().done
c: float | None = lattice.coherence(np.zeros(4), 0.05, 100)
s: float = lattice.smooth([1.0, 2.0]).sum()
t: lattice.TaskCoherence | None = lattice.task_coherence([1.0], [1.0])
outcome = simulate([], FairScheduler(), 1.0)
reading: lattice.Reading = "lattice"
with lattice.arena(limit_mib=64, division="classes") as arena:
    x = arena.zeros((2, 3), "f4") + arena.empty([2, 3])
    given: int = arena.idle(pageout=True) + arena.usage().live
"""
WRONG = """
import lattice
lattice.region("decode", 3, 4)
c: float = lattice.coherence([1.0], 0.05, 100)
lattice.gain("hertz", 0.1)
x: str = lattice.pole()
lattice.region("decode").answer("5")
lattice.arena(division="binary").empty("3")
"""


# PyTorch's own types take mypy minutes to read.
CONFIG = """
[mypy]
strict = True
[mypy-torch.*]
follow_imports = skip
[mypy-lattice.torch]
disallow_subclassing_any = False
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("types")


def complaints(folder, *arguments):
    (folder / "mypy.ini").write_text(CONFIG)
    command = [sys.executable, "-m", "mypy", "--config-file", str(folder / "mypy.ini"), "--cache-dir", str(folder / "cache"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(lattice.__file__).parents[1])
    return done.stdout.splitlines()


def test_the_package_itself(folder):
    assert complaints(folder, "-p", "lattice")[-1].startswith("Success")


def test_what_a_user_writes(folder):
    (folder / "use.py").write_text(USE)
    assert complaints(folder, str(folder / "use.py"))[-1].startswith("Success")


def test_what_is_wrong_is_refused(folder):
    (folder / "wrong.py").write_text(WRONG)
    lines = complaints(folder, str(folder / "wrong.py"))
    assert {line.split(":")[1] for line in lines if ": error:" in line} == {"3", "4", "5", "6", "7", "8"}
