"""What a user installs: one wheel, with the library in it."""

import email
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import lattice


@pytest.fixture(scope="module")
def wheel():
    path = os.environ.get("LATTICE_WHEEL")
    if path is None:
        pytest.skip("there is no wheel: .ci/python builds one")
    return Path(path)


def test_is_for_any_python_3_of_this_kind_of_machine(wheel):
    assert re.fullmatch(r"lattice_governor-[\d.]+-py3-none-linux_\w+\.whl", wheel.name)


def test_holds_the_package_the_library_and_the_types_and_nothing_else(wheel, root):
    source = root / "native/python/lattice"
    modules = {f"lattice/{path.relative_to(source)}" for path in source.rglob("*.py")}
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names == modules | {"lattice/py.typed", "lattice/liblattice.so.1"}


def test_has_the_version_of_the_project_and_needs_numpy_only(wheel, root):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("METADATA")]
        metadata = email.message_from_bytes(archive.read(name))
    assert metadata["Version"] == json.loads((root / "package.json").read_text())["version"]
    required = [line for line in metadata.get_all("Requires-Dist") if "extra" not in line]
    assert [re.match(r"\w+", line)[0] for line in required] == ["numpy"]


def test_uses_the_library_in_it_without_any_setting(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "import lattice; print(lattice.library_version(), lattice.smooth([1.0, 2.0]).shape, [l.split()[-1] for l in open('/proc/self/maps') if 'liblattice' in l][0])"
    clean = {"PYTHONPATH": str(tmp_path / "site"), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], env=clean, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{lattice.library_version()} (2,) {tmp_path}/site/lattice/liblattice.so.1"


def test_without_the_library_the_pure_parts_work_and_the_rest_says_what_to_do(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "site/lattice/liblattice.so.1").unlink()
    code = """
import lattice.scheduler
lattice.scheduler.FairScheduler()
try:
    lattice.pole()
except ImportError as error:
    print(error)
"""
    clean = {"PYTHONPATH": str(tmp_path / "site"), "PATH": os.environ["PATH"], "LATTICE_LIBRARY": "/nonexistent/liblattice.so.1"}
    done = subprocess.run([sys.executable, "-c", code], env=clean, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "liblattice can't be loaded from /nonexistent/liblattice.so.1" in done.stdout
    assert "install the wheel, or liblattice, or set LATTICE_LIBRARY" in done.stdout
