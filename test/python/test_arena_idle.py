"""The example that gives memory back while the machine is idle, beside the real daemon."""

import subprocess
import sys

import pytest
from listener import until
from real_daemon import daemon


def give_back(root, *arguments):
    example = root / "native/python/examples/give_back_when_idle.py"
    done = subprocess.run([sys.executable, str(example), "--every", "0.1", *map(str, arguments)], capture_output=True, text=True, check=True)
    return [line.split(": ") for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def read_socket(tmp_path_factory):
    folder = tmp_path_factory.mktemp("daemon")
    process = daemon(folder)
    try:
        yield folder / "run/read.sock"
    finally:
        process.kill()
        process.wait()


def test_memory_goes_back_once_when_two_looks_find_the_machine_idle(root, read_socket):
    # Before its first second the daemon does not know how busy the CPUs are.
    until(lambda: "None" not in give_back(root, "--socket", read_socket, "--looks", 1)[0][0], "a machine that is known")
    looks = give_back(root, "--socket", read_socket, "--below", 1.1, "--looks", 4)
    assert [given for _, given in looks] == ["0 MiB given back", "12 MiB given back", "0 MiB given back", "0 MiB given back"]
    assert all(0 <= float(busiest.split()[-1]) <= 1 for busiest, _ in looks)


def test_a_busy_machine_keeps_it(root, read_socket):
    looks = give_back(root, "--socket", read_socket, "--below", 0)
    assert [given for _, given in looks] == ["0 MiB given back"] * 3


def test_without_a_daemon_nothing_is_given_back(root, tmp_path):
    looks = give_back(root, "--socket", tmp_path / "nobody")
    assert looks == [["busiest CPU None", "0 MiB given back"]] * 3
