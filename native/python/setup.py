"""Puts liblattice into the wheel: built from native/liblattice, so it needs a C compiler and make. The rest is in pyproject.toml."""

import shutil
import subprocess
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from wheel.bdist_wheel import bdist_wheel

SONAME = "liblattice.so.1"
NATIVE = Path(__file__).resolve().parents[1]


class BuildWithLibrary(build_py):
    def run(self) -> None:
        super().run()
        if not (NATIVE / "liblattice").is_dir():
            raise SystemExit("liblattice's source is missing: build the wheel in a checkout of lattice-governor, or install a built wheel")
        subprocess.run(["make", "-s", "-C", str(NATIVE / "liblattice")], check=True)
        shutil.copyfile(NATIVE / "build/liblattice" / SONAME, Path(self.build_lib) / "lattice" / SONAME)


class ForAnyPython(bdist_wheel):
    """ctypes binds at run time: any Python 3 of this machine's kind can use the wheel."""

    def get_tag(self) -> tuple:
        return "py3", "none", super().get_tag()[2]


class WithLibrary(Distribution):
    def has_ext_modules(self) -> bool:
        return True


setup(cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": ForAnyPython}, distclass=WithLibrary)
